#include "server/staff.h"
#include "web/http.h"
static void soon(struct web_request *r)
{
	web_send_text(r, 200, "text/plain; charset=utf-8", "aula");
}
bool staff_gate(struct web_request *r, enum role least)
{
	if (least == ROLE_NONE)
		return true;
	web_send_text(r, 403, "text/plain", "");
	return false;
}
void staff_home(struct web_request *r)
{
	soon(r);
}
void staff_login_page(struct web_request *r)
{
	soon(r);
}
void staff_login(struct web_request *r)
{
	soon(r);
}
void staff_logout(struct web_request *r)
{
	soon(r);
}
void staff_features(struct web_request *r)
{
	soon(r);
}
void staff_feature_find(struct web_request *r)
{
	soon(r);
}
void staff_feature_page(struct web_request *r)
{
	soon(r);
}
void staff_feature_save(struct web_request *r)
{
	soon(r);
}
void staff_feature_end(struct web_request *r)
{
	soon(r);
}
