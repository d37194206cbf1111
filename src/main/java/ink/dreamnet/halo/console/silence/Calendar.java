package ink.dreamnet.halo.console.silence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.weakpoint.Silence.Span;
import ink.dreamnet.halo.weakpoint.SilenceOutlook;
import ink.dreamnet.halo.weakpoint.SilenceView;

/// When silences and windows hold in the days that come, in UTC.
///
/// @param days the names of the days
/// @param rows those that hold on any of them
record Calendar(List<String> days, List<Row> rows) {

    static final int DAYS = 14;
    private static final int MOST_SPANS = 3;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    /// One silence or window.
    ///
    /// @param silence it
    /// @param cells when it holds on each day, in words; empty where it does not
    record Row(SilenceView silence, List<String> cells) {
    }

    /// @return the begin of the first day
    static Instant begin(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /// @return the end of the last day
    static Instant end(Instant now) {
        return begin(now).plus(Duration.ofDays(DAYS));
    }

    static Calendar of(List<SilenceOutlook> outlook, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        List<LocalDate> days = Stream.iterate(today, day -> day.plusDays(1)).limit(DAYS).toList();
        return new Calendar(days.stream().map(DAY::format).toList(),
                outlook.stream().filter(one -> !one.spans().isEmpty())
                        .map(one -> new Row(one.silence(), days.stream().map(day -> cell(one.spans(), day)).toList()))
                        .toList());
    }

    private static String cell(List<Span> spans, LocalDate day) {
        Instant begin = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant end = begin.plus(Duration.ofDays(1));
        List<Span> its = spans.stream().filter(span -> span.from().isBefore(end) && span.until().isAfter(begin))
                .toList();
        return its.size() > MOST_SPANS
                ? its.size() + " times"
                : its.stream().map(span -> words(span, begin, end)).collect(Collectors.joining(", "));
    }

    private static String words(Span span, Instant begin, Instant end) {
        boolean before = !span.from().isAfter(begin);
        boolean after = !span.until().isBefore(end);
        if (before && after) {
            return "all day";
        }
        return before
                ? "until " + CLOCK.format(span.until())
                : after
                        ? "from " + CLOCK.format(span.from())
                        : CLOCK.format(span.from()) + "–" + CLOCK.format(span.until());
    }
}
