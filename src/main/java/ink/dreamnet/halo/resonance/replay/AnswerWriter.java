package ink.dreamnet.halo.resonance.replay;

import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import ink.dreamnet.halo.resonance.origin.Candidate;
import ink.dreamnet.halo.resonance.pattern.Finding;
import ink.dreamnet.halo.resonance.pattern.Forecast;
import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.plan.Due;
import ink.dreamnet.halo.resonance.plan.FanOut;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Expected;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Point;
import ink.dreamnet.halo.resonance.replay.StepAnswer.Proposed;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers to the steps of one replay, token by token: ten thousand of them may be asked for at once.
final class AnswerWriter implements AutoCloseable {

    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .rootValueSeparator("").build();
    private static final DateTimeFormatter MILLIS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final double MOST_E_VALUE = 1e12;

    private final JsonGenerator json;
    private final Subjects subjects;

    AnswerWriter(OutputStream out, Subjects subjects) {
        this.json = JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
        this.subjects = subjects;
    }

    /// Writes an answer as one object.
    void write(StepAnswer answer) {
        json.writeStartObject();
        json.writeBooleanProperty("ok", true);
        json.writeStringProperty("at", time(answer.atMs()));
        json.writeArrayPropertyStart("fanOut");
        for (FanOut each : answer.fanOut()) {
            json.writeStartObject();
            json.writeStringProperty("subject", subjects.name(each.subject()));
            json.writeStringProperty("why", each.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("due");
        for (Due each : answer.due()) {
            json.writeStartObject();
            json.writeStringProperty("subject", subjects.name(each.subject()));
            json.writeNumberProperty("intervalMs", each.intervalMs());
            json.writeStringProperty("why", each.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        points("opened", answer.opened());
        points("resolved", answer.resolved());
        tasks(answer.tasks());
        groups(answer);
        insights(answer.insights());
        forecasts(answer.forecasts());
        if (!answer.ignored().isEmpty()) {
            json.writeArrayPropertyStart("ignored");
            answer.ignored().forEach(each -> {
                json.writeStartObject();
                id("task", each.task());
                json.writeStringProperty("why", each.why());
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// Ends a line.
    void newLine() {
        json.writeRaw('\n');
    }

    @Override
    public void close() {
        json.close();
    }

    private void id(String name, UUID id) {
        json.writeStringProperty(name, id.toString());
    }

    private void points(String name, List<Point> points) {
        json.writeArrayPropertyStart(name);
        for (Point point : points) {
            json.writeStartObject();
            id("id", point.id());
            json.writeStringProperty("subject", subjects.name(point.subject()));
            json.writeStringProperty("code", point.code());
            json.writeStringProperty("severity", point.severity().wire());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tasks(List<Proposed> tasks) {
        json.writeArrayPropertyStart("tasks");
        for (Proposed task : tasks) {
            json.writeStartObject();
            id("id", task.id());
            json.writeStringProperty("subject", subjects.name(task.subject()));
            json.writeStringProperty("code", task.code());
            json.writeStringProperty("step", task.step());
            json.writeNumberProperty("propensity", task.propensity());
            json.writeName("expected");
            expected(task.expected());
            json.writeArrayPropertyStart("alternatives");
            task.alternatives().forEach(each -> {
                json.writeStartObject();
                json.writeStringProperty("step", each.step());
                json.writeName("expected");
                expected(each.expected());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void expected(@Nullable Expected expected) {
        if (expected == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("p", expected.p());
        number("baseRate", expected.baseRate());
        number("uplift", expected.uplift());
        json.writeEndObject();
    }

    private void number(String name, @Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }

    private void groups(StepAnswer answer) {
        json.writeArrayPropertyStart("groups");
        answer.incidents().forEach(incident -> group("incident-" + incident.key(), incident.members(),
                incident.candidates()));
        answer.groups().forEach(group -> group("group-" + group.key(), group.members(), List.of()));
        json.writeEndArray();
    }

    private void group(String id, List<Integer> members, List<Candidate> candidates) {
        json.writeStartObject();
        json.writeStringProperty("id", id);
        names("members", members);
        json.writeArrayPropertyStart("candidates");
        for (Candidate each : candidates) {
            json.writeStartObject();
            json.writeStringProperty("subject", subjects.name(each.subject()));
            number("score", each.score());
            json.writeStringProperty("why", each.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void names(String name, List<Integer> numbers) {
        json.writeArrayPropertyStart(name);
        numbers.forEach(number -> json.writeString(subjects.name(number)));
        json.writeEndArray();
    }

    private void insights(List<Raised> insights) {
        json.writeArrayPropertyStart("insights");
        for (Raised raised : insights) {
            Finding finding = raised.finding();
            json.writeStartObject();
            json.writeStringProperty("id", "insight-" + raised.id());
            json.writeStringProperty("pattern", finding.pattern());
            names("subjects", finding.subjects());
            json.writeObjectPropertyStart("evidence");
            if (finding.evidence().get("n") instanceof Number n) {
                json.writeNumberProperty("n", n.longValue());
            } else {
                json.writeNumberProperty("n", finding.cyclesMs().size());
            }
            number("eValue", Math.min(finding.eValue(), MOST_E_VALUE));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void forecasts(List<Forecast> forecasts) {
        json.writeArrayPropertyStart("forecasts");
        for (Forecast forecast : forecasts) {
            json.writeStartObject();
            json.writeStringProperty("subject", subjects.name(forecast.subject()));
            json.writeStringProperty("metric", forecast.metric());
            json.writeArrayPropertyStart("crossesAt");
            crossing(forecast.lowMs());
            crossing(forecast.midMs());
            crossing(forecast.highMs());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// @param ms null on the wire where it is never
    private void crossing(long ms) {
        if (ms == Forecast.NEVER) {
            json.writeNull();
        } else {
            json.writeString(time(ms));
        }
    }

    private static String time(long ms) {
        return MILLIS.format(Instant.ofEpochMilli(ms));
    }
}
