/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_linkedevents_read, "linkedevents", "v11")
