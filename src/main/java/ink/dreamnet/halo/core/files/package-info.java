/// The files of the machine: which of them may be read for whoever named them, how they are read, and who may read HALO's own.
@NullMarked
@NamedInterface("files")
package ink.dreamnet.halo.core.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
