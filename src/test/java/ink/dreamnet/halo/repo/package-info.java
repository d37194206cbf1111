/// Tests of the looks at repositories, on repositories that JGit makes.
@NullMarked
package ink.dreamnet.halo.repo;

import org.jspecify.annotations.NullMarked;
