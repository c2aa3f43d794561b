/**
 * The interface by which the shared comparison drives a library, and this library behind it. The
 * package and its names are given by those drivers.
 */
@NullMarked
package bench;

import org.jspecify.annotations.NullMarked;
