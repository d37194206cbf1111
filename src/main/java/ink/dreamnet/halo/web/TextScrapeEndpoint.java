package ink.dreamnet.halo.web;

import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.stereotype.Component;

/// Meters for Prometheus, always as text. One that scrapes native histograms asks for protocol buffers first; HALO has no such
/// histograms, and not the 2 MB that write that format.
@Component
@ConditionalOnEnabledMetricsExport("prometheus")
@WebEndpoint(id = "prometheus")
class TextScrapeEndpoint extends PrometheusScrapeEndpoint {

    TextScrapeEndpoint(PrometheusRegistry registry, PrometheusConfig config) {
        super(registry, config.prometheusProperties());
    }

    @Override
    @ReadOperation(producesFrom = PrometheusOutputFormat.class)
    public WebEndpointResponse<byte[]> scrape(PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
        return super.scrape(format == PrometheusOutputFormat.CONTENT_TYPE_PROTOBUF
                ? PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100
                : format, includedNames);
    }
}
