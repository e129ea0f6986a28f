#include "screens/viewmodel.h"

struct list_filter viewmodel_filter(const struct filters *f, const char *topic)
{
	return (struct list_filter){
		.topic = topic,
		.when = f->when,
		.where = f->where,
		.language = f->language,
		.free = f->free,
		.wheelchair = f->wheelchair,
		.loop = f->loop,
		.age = f->age,
		.attend = f->attend,
	};
}
