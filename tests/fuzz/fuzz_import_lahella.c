/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_lahella_read, "lahella", "v11")
