package ink.dreamnet.halo.web;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Writes JSON for people as well: with a line break at its end, and indented where the caller asks for that by `?pretty`.
final class PrettyJson extends JacksonJsonHttpMessageConverter {

    static final String PARAMETER = "pretty";
    /// By itself, because an answer that a query cannot be decoded is written too.
    private static final Pattern ASKED = Pattern.compile("(^|&)" + PARAMETER + "(=|=true)?(&|$)");

    /// @param masked writes by way of [ink.dreamnet.halo.core.masking.MaskedJson]
    PrettyJson(JsonMapper masked) {
        super(masked);
    }

    @Override
    protected ObjectWriter customizeWriter(ObjectWriter writer, @Nullable JavaType type,
            @Nullable MediaType contentType) {
        return asked() ? writer.withDefaultPrettyPrinter() : writer;
    }

    @Override
    protected void writeSuffix(JsonGenerator generator, Object answer) {
        generator.writeRaw('\n');
    }

    private static boolean asked() {
        HttpServletRequest request = RequestContextHolder
                .getRequestAttributes() instanceof ServletRequestAttributes attributes ? attributes.getRequest() : null;
        String query = request == null ? null : request.getQueryString();
        return query != null && ASKED.matcher(query).find();
    }
}
