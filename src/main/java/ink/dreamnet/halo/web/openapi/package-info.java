/// The description of the API at `/v3/api-docs`: what springdoc reads from the controllers, made complete by rules. The sentences are the
/// Javadoc of controllers and records, which the build keeps beside their classes.
@NullMarked
package ink.dreamnet.halo.web.openapi;

import org.jspecify.annotations.NullMarked;
