/* layers: import net model base */
#include "import_fuzz.h"

FUZZ_READER(source_ical_read, "ical", "v11")
