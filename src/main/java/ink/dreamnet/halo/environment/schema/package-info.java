/// What an environment should look like: the schema and where it is read from, types, sensitive names, placeholders, and the
/// rules across environments.
@NullMarked
package ink.dreamnet.halo.environment.schema;

import org.jspecify.annotations.NullMarked;
