/* The version every program tells, the packages and the SBOM carry (scripts/install.mk reads it here). */
#ifndef AULA_BASE_VERSION_H
#define AULA_BASE_VERSION_H

#define AULA_VERSION "0.1.0"

#endif
