/// What `docker compose` would refuse or could not do: services, volumes, networks and files that a compose file names and that are not
/// there, and commands of scripts for services that no file has. All of it follows from the commit alone, by the Compose Specification.
/// Which files are put together is seldom written down, so that what any file has that may belong to the project excuses.
@NullMarked
package ink.dreamnet.halo.code.compose;

import org.jspecify.annotations.NullMarked;
