#ifndef AULA_BASE_VERSION_H
#define AULA_BASE_VERSION_H

#define AULA_VERSION "0.1.0"

#endif
