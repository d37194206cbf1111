package ink.dreamnet.halo.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.stereotype.Component;

/// Writes the answer with a report as Markdown, where that is asked for.
@Component
class MarkdownConverter extends AbstractHttpMessageConverter<ReportController.ReportAnswer> {

    /// RFC 7763 wants the charset named.
    static final String MARKDOWN_VALUE = "text/markdown;charset=UTF-8";
    static final MediaType MARKDOWN = MediaType.parseMediaType(MARKDOWN_VALUE);

    MarkdownConverter() {
        super(MARKDOWN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == ReportController.ReportAnswer.class;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected ReportController.ReportAnswer readInternal(Class<? extends ReportController.ReportAnswer> type,
            HttpInputMessage message) {
        throw new UnsupportedOperationException("it is only written");
    }

    @Override
    protected void writeInternal(ReportController.ReportAnswer answer, HttpOutputMessage message) throws IOException {
        message.getBody().write(new ReportMarkdown(answer.report()).write().getBytes(StandardCharsets.UTF_8));
    }
}
