/// HALO as a service ([HaloApplication]) and inside another program ([HaloLoop]). Each direct subpackage is one application module (a room);
/// `ModularityTests` verifies which may use which.
@NullMarked
package ink.dreamnet.halo;

import org.jspecify.annotations.NullMarked;
