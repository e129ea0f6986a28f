/* `aula-kiosk search`: what the search screen would show, on the command line. */
#ifndef AULA_KIOSK_SEARCH_CLI_H
#define AULA_KIOSK_SEARCH_CLI_H

/* argv[0] is "search". Returns the exit code. */
int search_cli(int argc, char **argv);

#endif
