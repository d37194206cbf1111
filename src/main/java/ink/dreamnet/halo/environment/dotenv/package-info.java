/// Reads dotenv files: lines, quotes, escapes and interpolation. Knows nothing of environments.
@NullMarked
package ink.dreamnet.halo.environment.dotenv;

import org.jspecify.annotations.NullMarked;
