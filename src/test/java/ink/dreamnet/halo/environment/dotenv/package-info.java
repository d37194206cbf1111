/// Tests of the dotenv reader.
@NullMarked
package ink.dreamnet.halo.environment.dotenv;

import org.jspecify.annotations.NullMarked;
