package ink.dreamnet.halo.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.ClassUtils;

/// The libraries that the service's jar is without, because few need them. Classes that use one must not be loaded before
/// [#require]. The POM has the same ones (`optional.libraries`, `jar.without`).
public enum OptionalLibrary {

    /// The client of Apache Kafka.
    KAFKA("org.apache.kafka.clients.KafkaClient", "org.apache.kafka:kafka-clients", " for compressions that are used",
            "com.github.luben:zstd-jni", "at.yawk.lz4:lz4-java", "org.xerial.snappy:snappy-java"),
    /// What pushes metrics by OTLP.
    OTLP_METRICS("io.micrometer.registry.otlp.OtlpMeterRegistry", "io.micrometer:micrometer-registry-otlp", "",
            "io.opentelemetry.proto:opentelemetry-proto", "com.google.protobuf:protobuf-java");

    private final String type;
    private final String artifact;
    private final String purpose;
    private final List<String> companions;

    /// @param type a class of it
    /// @param artifact group and name
    /// @param purpose what the companions are for, where not each user needs them; else empty
    /// @param companions group and name of each library that comes with it
    OptionalLibrary(String type, String artifact, String purpose, String... companions) {
        this.type = type;
        this.artifact = artifact;
        this.purpose = purpose;
        this.companions = List.of(companions);
    }

    /// @param jar a file's name
    /// @return whether it is the jar, in whatever version, of such a library or of one that comes with it
    public static boolean isOneOf(String jar) {
        return Arrays.stream(values())
                .flatMap(library -> Stream.concat(Stream.of(library.artifact), library.companions.stream()))
                .map(artifact -> name(artifact) + "-")
                .anyMatch(name -> jar.startsWith(name) && jar.length() > name.length()
                        && Character.isDigit(jar.charAt(name.length())));
    }

    private static String name(String artifact) {
        return artifact.substring(artifact.indexOf(':') + 1);
    }

    /// @return group and name, as the POM has it (`org.apache.kafka:kafka-clients`)
    String artifact() {
        return artifact;
    }

    /// @return group and name of what comes with it
    List<String> companions() {
        return companions;
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
                            Put the jars of %s (and of %s%s) into the folder 'optional' of the directory that HALO is started in \
                            (docs/deployment.md#optional-libraries has the commands). In a program of your own, add the dependency.\
                            """
                            .formatted(name(artifact),
                                    String.join(", ", companions.stream().map(OptionalLibrary::name).toList()),
                                    purpose));
        }
    }
}
