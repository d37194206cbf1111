/// Reads the formats of manifests, lock files and configuration with the lines of what they say. All of it is bounded: what is
/// nested too deeply is not read, no entity of XML is followed, and an alias of YAML costs nothing.
@NullMarked
package ink.dreamnet.halo.code.format;

import org.jspecify.annotations.NullMarked;
