package ink.dreamnet.halo.report;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Wire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/weakpoints")
@Tag(name = "Weak points")
class ReportController {

    private final ProblemReports reports;

    ReportController(ProblemReports reports) {
        this.reports = reports;
    }

    record ReportAnswer(boolean ok, ProblemReport report) {
    }

    /// The forms of a report.
    enum Format implements Wire {
        JSON(MediaType.APPLICATION_JSON), MARKDOWN(MarkdownConverter.MARKDOWN);

        private final MediaType type;

        Format(MediaType type) {
            this.type = type;
        }
    }

    /// @param id the id of the weak point
    /// @param format `markdown`, or `json`; by default what `Accept` asks for
    @GetMapping(path = "/{id}/report", produces = {MediaType.APPLICATION_JSON_VALUE, MarkdownConverter.MARKDOWN_VALUE})
    @Operation(summary = "Tells the story of one problem", description = """
            What is wrong, what it is connected with, what happened, what was tried and what the memory knows. As JSON, or for a ticket
            as Markdown: `Accept: text/markdown` or `format=markdown`. `format`: json, markdown.""")
    ResponseEntity<ReportAnswer> get(@PathVariable String id,
            @RequestParam(required = false) @Nullable String format) {
        ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
        if (format != null) {
            ok.contentType(Wire.parse(Format.class, "format", format).type);
        }
        return ok.body(new ReportAnswer(true, reports.of(Ids.parse("weak point", id))));
    }
}
