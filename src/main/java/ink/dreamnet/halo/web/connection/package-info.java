/// Bounds on the connections of the embedded Tomcat: how many, how many from one address, and how long one may take to bring a
/// request.
@NullMarked
package ink.dreamnet.halo.web.connection;

import org.jspecify.annotations.NullMarked;
