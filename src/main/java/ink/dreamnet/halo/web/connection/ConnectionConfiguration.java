package ink.dreamnet.halo.web.connection;

import java.time.Clock;

import ink.dreamnet.halo.core.Senders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Makes the embedded Tomcat bound its connections.
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    @Bean
    ConnectionCloses connectionsHealthIndicator(MeterRegistry meters, Clock clock) {
        return new ConnectionCloses(meters, clock);
    }

    @Bean
    OpenConnections openConnections(ConnectionLimits limits, ConnectionCloses closes, MeterRegistry meters) {
        OpenConnections open = new OpenConnections(limits, closes);
        Gauge.builder("halo.connections.open", open, OpenConnections::size)
                .description("Connections of the API that are open").register(meters);
        Gauge.builder("halo.connections.max", limits, ConnectionLimits::all)
                .description("How many connections may be open").register(meters);
        return open;
    }

    @Bean
    Senders senders(OpenConnections open) {
        return open::sender;
    }

    /// Last, so that Boot's own settings are made before.
    @Bean
    @Order
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(OpenConnections open) {
        return factory -> {
            factory.setProtocol(BoundedProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof BoundedProtocol protocol) {
                    protocol.bound(open);
                }
            });
        };
    }
}
