/// Logging in and out.
@NullMarked
package ink.dreamnet.halo.console.login;

import org.jspecify.annotations.NullMarked;
