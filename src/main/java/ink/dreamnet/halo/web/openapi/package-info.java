/// The description of the API at `/v3/api-docs`, and Swagger UI to try it at. The document is a file of the jar; the rules that make it of
/// the controllers and their Javadoc are beside the tests, which keep it true.
@NullMarked
package ink.dreamnet.halo.web.openapi;

import org.jspecify.annotations.NullMarked;
