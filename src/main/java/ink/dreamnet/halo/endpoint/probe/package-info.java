/// Looks at endpoints: the probers for HTTP, TCP, TLS and DNS, the condition language, and the concurrent probing of many
/// targets in bounded time. It knows neither the registry of endpoints nor what becomes of a finding.
@NullMarked
@NamedInterface("probe")
package ink.dreamnet.halo.endpoint.probe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
