package ink.dreamnet.halo.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OptionalLibraryTest {

    @ParameterizedTest
    @EnumSource
    void requireWhenTheLibraryIsThereGoesOn(OptionalLibrary library) {
        assertThatCode(() -> library.require("The sink 'bus'")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"KAFKA, org.apache.kafka, kafka-clients",
            "OTLP_METRICS, io.micrometer.registry.otlp, micrometer-registry-otlp"})
    void requireWhenTheLibraryIsAbsentSaysWhatToPutWhere(OptionalLibrary library, String packages, String jar) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> library.require("The sink 'bus'", new FilteredClassLoader(packages)))
                .withMessageContainingAll("The sink 'bus'", jar)
                .satisfies(refused -> assertThat(refused.action()).contains("jars of " + jar, "folder 'optional'"));
    }

    @ParameterizedTest
    @CsvSource({"kafka-clients-4.2.0.jar,true", "zstd-jni-1.5.6-10.jar,true", "protobuf-java-4.0.jar,true",
            "protobuf-java-util-4.0.jar,false", "halo-kafka-clients-1.jar,false", "kafka-clients.txt,false"})
    void isOneOfWhenItIsAJarKnowsItByItsName(String jar, boolean optional) {
        assertThat(OptionalLibrary.isOneOf(jar)).isEqualTo(optional);
    }

    /// What the build leaves out, and what it copies into `optional/`.
    @Nested
    class OfThePom {

        private static final String PLUGIN = "/project/build/plugins/plugin[artifactId='%s']";

        private final Document pom = read();

        private static Document read() {
            try {
                return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                        .parse(Path.of(System.getProperty("halo.basedir", "."), "pom.xml").toFile());
            } catch (ParserConfigurationException | SAXException | IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }

        private String at(String path) throws XPathExpressionException {
            return XPathFactory.newInstance().newXPath().evaluate(path, pom);
        }

        private static Stream<String> all(Function<OptionalLibrary, List<String>> artifacts, int part) {
            return Arrays.stream(OptionalLibrary.values()).map(artifacts).flatMap(List::stream)
                    .map(artifact -> artifact.split(":")[part]);
        }

        @Test
        void propertiesNameTheLibrariesAndWhatComesWithThem() throws Exception {
            assertThat(at("/project/properties/optional.libraries").split(",")).containsExactlyInAnyOrderElementsOf(
                    Stream.concat(all(library -> List.of(library.artifact()), 1), all(OptionalLibrary::companions, 1))
                            .toList());
            assertThat(at("/project/properties/jar.without").split(","))
                    .containsExactlyInAnyOrderElementsOf(all(OptionalLibrary::companions, 0).toList());
        }

        @Test
        void dependenciesThatAreOptionalAreTheLibraries() throws Exception {
            NodeList optional = (NodeList) XPathFactory.newInstance().newXPath().evaluate(
                    "/project/dependencies/dependency[optional='true']/artifactId", pom, XPathConstants.NODESET);
            assertThat(IntStream.range(0, optional.getLength()).mapToObj(i -> optional.item(i).getTextContent()))
                    .containsExactlyInAnyOrderElementsOf(all(library -> List.of(library.artifact()), 1).toList());
        }

        @Test
        void pluginsTakeThemFromTheProperties() throws Exception {
            String dependencies = PLUGIN.formatted("maven-dependency-plugin")
                    + "/executions/execution[id='%s']/configuration/%s";
            assertThat(at(dependencies.formatted("service", "excludeArtifactIds"))).isEqualTo("${optional.libraries}");
            assertThat(at(dependencies.formatted("optional", "includeArtifactIds"))).isEqualTo("${optional.libraries}");
            assertThat(at(PLUGIN.formatted("spring-boot-maven-plugin")
                    + "/executions/execution[id='repackage']/configuration/excludeGroupIds"))
                    .contains("${jar.without}");
        }

        @Test
        void documentationNamesThem() throws Exception {
            assertThat(Path.of(System.getProperty("halo.basedir", "."), "docs/deployment.md")).content()
                    .contains(at("/project/properties/optional.libraries").split(","));
        }
    }
}
