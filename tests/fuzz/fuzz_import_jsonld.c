/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_jsonld_read, "jsonld", "v11")
