package ink.dreamnet.halo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import javax.net.SocketFactory;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import ink.dreamnet.halo.task.ExecutionState;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.VerificationState;
import ink.dreamnet.halo.task.dispatch.Admission;
import ink.dreamnet.halo.task.replay.TasksInMemory;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xbill.DNS.SimpleResolver;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/// The rules of the house that no compiler checks. Each is also shown a class that breaks it.
class ArchitectureTests {

    /// Read once for all rules of classes.
    static final JavaClasses MAIN = new ClassFileImporter().withImportOption(
            ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("ink.dreamnet.halo");

    /// The beans that still have more collaborators. To be emptied.
    private static final String CROWDED = ".*\\.(FollowUps|Router|Sinks|SquadBuilderPull|CycleStages\\$Stages)";
    private static final int MOST_COLLABORATORS = 8;

    record Rule(ArchRule rule, Class<?> offender) {
    }

    static Stream<Named<Rule>> rules() {
        return Stream.of(
                rule("time comes from the injected Clock", noClasses().should().callMethodWhere(bareClock()),
                        BareClock.class),
                rule("chance is seedable", noClasses().should().callConstructor(Random.class).orShould().callMethod(
                        Math.class, "random"), BareRandom.class),
                rule("dependencies come in by the constructor", fields().should().notBeAnnotatedWith(Autowired.class),
                        FieldInjection.class),
                rule("output is logged", GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS, Printer.class),
                rule("names say what a thing is", noClasses().should().haveNameMatching(
                        ".*(Manager|Helper|Util|Utils|Impl)"), NameHelper.class),
                rule("controllers serve the API only", classes().that().areAnnotatedWith(RestController.class).and()
                        .doNotHaveSimpleName("ErrorPage").should(serveTheApi()), StrayController.class),
                rule("no outdated types",
                        noClasses().should().callConstructor(Date.class).orShould().callConstructor(
                                Date.class, long.class).orShould()
                                .dependOnClassesThat().resideInAnyPackage("com.fasterxml.jackson.databind..",
                                        "javax.inject..",
                                        "org.apache.commons.logging.."),
                        OldDate.class),
                rule("tasks change only by the room that guards them",
                        noClasses().that().resideOutsideOfPackage("ink.dreamnet.halo.task..").should()
                                .dependOnClassesThat().belongToAnyOf(RepairTask.class, ExecutionState.class,
                                        VerificationState.class, TaskStore.class, RunStore.class, TaskLog.class),
                        TaskBypass.class),
                rule("a bean has at most eight collaborators",
                        classes().that().areAnnotatedWith(Component.class).or()
                                .areMetaAnnotatedWith(Component.class).and().haveNameNotMatching(CROWDED)
                                .should(haveFewCollaborators()),
                        CrowdedBean.class),
                rule("who connects asks the policy of addresses",
                        // those open resources of the class path, and HALO itself
                        noClasses().that().doNotHaveSimpleName("ConfigurationGuard").and()
                                .doNotHaveSimpleName("JarClassLoader").and()
                                .resideOutsideOfPackage("ink.dreamnet.halo.demo..").and(askNoPolicy())
                                .should().callCodeUnitWhere(connects()),
                        Connector.class),
                rule("every road to a dispatch leads through the gate",
                        noClasses().that().doNotHaveFullyQualifiedName(Admission.class.getName()).and()
                                // what is replayed is sent to nobody
                                .doNotHaveFullyQualifiedName(TasksInMemory.class.getName()).should()
                                .callMethodWhere(dispatches()),
                        GateBypass.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void mainCodeKeepsTheRule(Rule rule) {
        rule.rule().check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleWhenBrokenFails(Rule rule) {
        JavaClasses offender = new ClassFileImporter().importClasses(rule.offender());
        assertThat(rule.rule().allowEmptyShould(true).evaluate(offender).hasViolation()).isTrue();
    }

    @Test
    void packagesAreNullMarked() {
        List<String> unmarked = MAIN.stream().map(JavaClass::getPackage).distinct().filter(
                room -> room.getClasses().stream().anyMatch(type -> !type.getSimpleName().equals("package-info")))
                .filter(room -> room.tryGetAnnotationOfType(NullMarked.class).isEmpty()).map(room -> room.getName())
                .toList();
        assertThat(unmarked).isEmpty();
        assertThat(MAIN.contain(HaloApplication.class)).isTrue();
    }

    @Test
    void subPackagesOfTasksDependOnEachOtherInOneDirection() {
        slices().matching("ink.dreamnet.halo.task.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    private static Named<Rule> rule(String name, ArchRule rule, Class<?> offender) {
        return Named.of(name, new Rule(rule.because(name), offender));
    }

    private static DescribedPredicate<JavaCall<?>> bareClock() {
        List<String> types = Stream.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class,
                ZonedDateTime.class).map(Class::getName).toList();
        return DescribedPredicate.describe("reads the system's clock", call -> {
            String owner = call.getTargetOwner().getName();
            boolean injected = call.getTarget().getRawParameterTypes().stream().anyMatch(
                    parameter -> parameter.isEquivalentTo(Clock.class));
            return nameMatching("now").test(call.getTarget()) && types.contains(owner) && !injected
                    || owner.equals(System.class.getName()) && call.getName().equals("currentTimeMillis");
        });
    }

    private static DescribedPredicate<JavaClass> askNoPolicy() {
        return DescribedPredicate.describe("ask no policy",
                type -> type.getDirectDependenciesFromSelf().stream().map(to -> to.getTargetClass().getSimpleName())
                        .noneMatch(Set.of("NetworkPolicy", "Reach", "HostResolver", "Dialer")::contains));
    }

    /// Sockets of all kinds, and the clients that open some by themselves.
    private static DescribedPredicate<JavaCall<?>> connects() {
        Set<String> ofSockets = Set.of("connect", "send", "open", "openConnection", "openStream");
        List<Class<?>> sockets = List.of(Socket.class, SocketChannel.class, DatagramSocket.class, DatagramChannel.class,
                URL.class, SocketFactory.class);
        List<Class<?>> clients = List.of(HttpClients.class, HttpClient.class, JDKHttpConnectionFactory.class,
                SimpleResolver.class, KafkaProducer.class);
        return DescribedPredicate.describe("connects", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean resolves = owner.isEquivalentTo(Socket.class) && call.getName().equals("<init>")
                    && !call.getTarget().getRawParameterTypes().isEmpty()
                    && !call.getTarget().getRawParameterTypes().getFirst().isEquivalentTo(Proxy.class);
            return resolves || clients.stream().anyMatch(owner::isEquivalentTo)
                    || ofSockets.contains(call.getName()) && sockets.stream().anyMatch(owner::isEquivalentTo);
        });
    }

    private static DescribedPredicate<JavaCall<?>> dispatches() {
        return DescribedPredicate.describe("dispatches a task", call -> call.getTargetOwner().isEquivalentTo(
                RepairTask.class) && call.getName().equals("dispatch"));
    }

    private static ArchCondition<JavaClass> serveTheApi() {
        return new ArchCondition<>("serve /api/halo") {
            @Override
            public void check(JavaClass controller, ConditionEvents events) {
                boolean serves = controller.tryGetAnnotationOfType(RequestMapping.class).map(
                        mapping -> Stream.of(mapping.value(), mapping.path()).flatMap(Stream::of).allMatch(
                                // DreamNet's own calls of its Memory DNA and Resonance Engine are HALO's to serve
                                path -> path.equals("/api/halo") || path.startsWith("/api/halo/")
                                        || path.equals("/api/dna") || path.equals("/api/resonance")))
                        .orElse(false);
                events.add(new SimpleConditionEvent(controller, serves, controller.getName()
                        + (serves ? " serves" : " does not serve") + " /api/halo by its @RequestMapping"));
            }
        };
    }

    private static ArchCondition<JavaClass> haveFewCollaborators() {
        return new ArchCondition<>("have a constructor of at most %d parameters".formatted(MOST_COLLABORATORS)) {
            @Override
            public void check(JavaClass bean, ConditionEvents events) {
                bean.getConstructors().forEach(constructor -> {
                    int count = constructor.getRawParameterTypes().size();
                    events.add(new SimpleConditionEvent(bean, count <= MOST_COLLABORATORS,
                            "%s has a constructor of %d parameters".formatted(bean.getName(), count)));
                });
            }
        };
    }

    static class BareClock {
        Instant now = Instant.now();
    }

    static class BareRandom {
        int number = new Random().nextInt();
    }

    static class FieldInjection {
        @Autowired
        Object dependency;
    }

    static class Printer {
        void print() {
            System.out.println("printed");
        }
    }

    static class NameHelper {
    }

    @RequestMapping("/elsewhere")
    @RestController
    static class StrayController {
    }

    static class OldDate {
        Date date = new Date(0);
    }

    static class Connector {
        void connect() throws IOException {
            new Socket("db.internal", 5432).close();
        }
    }

    static class TaskBypass {
        void cancel(TaskStore store, UUID id) {
            store.lock(id).cancel("nobody asked", Instant.EPOCH);
        }
    }

    @Component
    static class CrowdedBean {
        CrowdedBean(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h, Object i) {
        }
    }

    static class GateBypass {
        void dispatch(RepairTask task) {
            task.dispatch(Instant.EPOCH, "webhook", null, List.of(), 0);
        }
    }
}
