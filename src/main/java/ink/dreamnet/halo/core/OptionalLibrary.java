package ink.dreamnet.halo.core;

import org.springframework.util.ClassUtils;

/// The libraries that the service's jar is without, because few need them. Classes that use one must not be loaded before
/// [#require].
public enum OptionalLibrary {

    /// The client of Apache Kafka.
    KAFKA("org.apache.kafka.clients.KafkaClient", "org.apache.kafka:kafka-clients",
            "kafka-clients (and zstd-jni, lz4-java, snappy-java for the compressions that are used)"),
    /// What pushes metrics by OTLP.
    OTLP_METRICS("io.micrometer.registry.otlp.OtlpMeterRegistry", "io.micrometer:micrometer-registry-otlp",
            "micrometer-registry-otlp, opentelemetry-proto and protobuf-java");

    private final String type;
    private final String artifact;
    private final String jars;

    OptionalLibrary(String type, String artifact, String jars) {
        this.type = type;
        this.artifact = artifact;
        this.jars = jars;
    }

    /// @param user what needs the library, as the beginning of a sentence
    /// @throws StartRefusedException where it is not on the class path; it says what to put where
    public void require(String user) {
        require(user, OptionalLibrary.class.getClassLoader());
    }

    void require(String user, ClassLoader loader) {
        if (!ClassUtils.isPresent(type, loader)) {
            throw new StartRefusedException("%s needs %s, which is not on the class path.".formatted(user, artifact),
                    """
                            Put the jars of %s into the folder 'optional' of the directory that HALO is started in \
                            (docs/deployment.md#optional-libraries has the commands). In a program of your own, add the dependency.\
                            """
                            .formatted(jars));
        }
    }
}
