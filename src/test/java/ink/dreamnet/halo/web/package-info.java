/// Tests of the conventions at the API's edge.
@NullMarked
package ink.dreamnet.halo.web;

import org.jspecify.annotations.NullMarked;
