/// What is looked for in the files of a commit. A [FileCheck] sees one file at a time, so its facts hold for as long as the
/// file does; a [TreeCheck] compares several files.
@NullMarked
package ink.dreamnet.halo.repo.check;

import org.jspecify.annotations.NullMarked;
