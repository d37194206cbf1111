/// Broken dependencies: manifests that do not parse, lock files that are missing or do not match, references to packages and
/// files of the same repository that do not exist. Nothing here asks a registry; all of it follows from the commit alone.
/// Where a check cannot be sure it reports nothing.
@NullMarked
package ink.dreamnet.halo.code.dependency;

import org.jspecify.annotations.NullMarked;
