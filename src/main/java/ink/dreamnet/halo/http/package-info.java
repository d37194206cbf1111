/// Every outgoing HTTP call but probes: one bounded client ([HttpCalls]), one policy of addresses for all that HALO connects to
/// ([NetworkPolicy]), one answer to what a success is ([ExpectedAnswer]), one reading of `env:` and `file:` ([SecretReferences]), one Standard Webhooks signature ([StandardWebhook]), and polling. Uses `core`.
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "core :: files", "core :: masking"})
package ink.dreamnet.halo.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
