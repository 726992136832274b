// The plain pages work without a script; this makes them more comfortable.
"use strict";
