/* The floor for "program started → first full picture": a bare SDL2 program that draws the same picture by the
 * plainest means. Reads a list of what to draw on standard input, one thing a line:
 *   rect X Y W H RRGGBB      text X Y PX BOLD RRGGBB TEXT…      svg X Y W H FILE
 * opens a borderless window of W × H (arguments), draws it once with SDL_FillRect and SDL2_ttf, presents it, tells the
 * starter through NOTIFY_SOCKET, and ends. */
#include <SDL.h>
#include <SDL_image.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-daemon.h>

#define REGULAR "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"
#define BOLD "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"
#define PX_MAX 200

static TTF_Font *font(int bold, int px)
{
	static TTF_Font *open[2][PX_MAX];
	if (px < 1 || px >= PX_MAX)
		px = 36;
	if (open[bold][px] == NULL)
		open[bold][px] = TTF_OpenFont(bold ? BOLD : REGULAR, px);
	return open[bold][px];
}

static void draw_line(SDL_Surface *s, const char *line)
{
	int x, y, w, h, px, bold, at = 0;
	unsigned rgb;
	if (sscanf(line, "rect %d %d %d %d %x", &x, &y, &w, &h, &rgb) == 5) {
		SDL_FillRect(s, &(SDL_Rect){x, y, w, h}, 0xff000000 | rgb);
	} else if (sscanf(line, "svg %d %d %d %d %n", &x, &y, &w, &h, &at) == 4 && line[at] != '\0') {
		SDL_RWops *file = SDL_RWFromFile(line + at, "rb");
		SDL_Surface *p = file != NULL ? IMG_LoadSizedSVG_RW(file, w, 0) : NULL;
		if (p != NULL) {
			SDL_BlitSurface(p, &(SDL_Rect){0, 0, w, h}, s, &(SDL_Rect){x, y, 0, 0});
			SDL_FreeSurface(p);
		}
	} else if (sscanf(line, "text %d %d %d %d %x %n", &x, &y, &px, &bold, &rgb, &at) == 5 && line[at] != '\0') {
		SDL_Color c = {(Uint8)(rgb >> 16), (Uint8)(rgb >> 8), (Uint8)rgb, 255};
		SDL_Surface *t = TTF_RenderUTF8_Blended(font(bold != 0, px), line + at, c);
		if (t != NULL) {
			SDL_BlitSurface(t, NULL, s, &(SDL_Rect){x, y, 0, 0});
			SDL_FreeSurface(t);
		}
	}
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	if (SDL_Init(SDL_INIT_VIDEO) != 0 || TTF_Init() != 0)
		return 1;
	SDL_Window *window = SDL_CreateWindow("bare", 0, 0, atoi(argv[1]), atoi(argv[2]), SDL_WINDOW_BORDERLESS);
	SDL_Surface *s = window != NULL ? SDL_GetWindowSurface(window) : NULL;
	if (s == NULL)
		return 1;
	char line[1024];
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		draw_line(s, line);
	}
	SDL_UpdateWindowSurface(window);
	sd_notify(0, "READY=1");
	return 0;
}
