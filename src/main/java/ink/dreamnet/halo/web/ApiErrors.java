package ink.dreamnet.halo.web;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.Causes;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.core.DatabaseOutage;
import ink.dreamnet.halo.core.Expected;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.JsonProblems;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/// Turns every exception that a request meets into a problem that says what to change, or, where the fault is HALO's, into
/// one that says nothing of its inside but names the log line that does.
@RestControllerAdvice
@Order(0)
class ApiErrors extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);
    private static final String NUL = "22021";
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

    private final DatabaseOutage outage;

    ApiErrors(DatabaseOutage outage) {
        this.outage = outage;
    }

    @ExceptionHandler
    ResponseEntity<Object> invalidInput(InvalidInputException invalid) {
        return answer(Problems.invalid(invalid.problems()));
    }

    /// Of a form, whose parameters Tomcat reads when the first of them is asked for.
    @ExceptionHandler
    ResponseEntity<Object> undecodable(InvalidParameterException form) {
        return answer(HttpStatus.BAD_REQUEST, "The body is a form that cannot be decoded; JSON is understood here");
    }

    @ExceptionHandler
    ResponseEntity<Object> notFound(NotFoundException notFound) {
        return answer(HttpStatus.NOT_FOUND, message(notFound));
    }

    @ExceptionHandler
    ResponseEntity<Object> conflict(ConflictException conflict) {
        return answer(HttpStatus.CONFLICT, message(conflict));
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(UnavailableException unavailable) {
        return later(message(unavailable), unavailable.retryAfter());
    }

    @ExceptionHandler
    ResponseEntity<Object> tooMany(TooManyRequestsException tooMany) {
        return later(HttpStatus.TOO_MANY_REQUESTS, message(tooMany), tooMany.retryAfter());
    }

    @ExceptionHandler({OptimisticLockingFailureException.class, DuplicateKeyException.class})
    ResponseEntity<Object> changedMeanwhile() {
        return answer(HttpStatus.CONFLICT, "It was changed by someone else in the meantime; read it again and retry");
    }

    /// PostgreSQL cannot store it (SQLSTATE 22021), H2 could.
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> notStorable(DataIntegrityViolationException wrong, HttpServletRequest request) {
        SQLException failed = Causes.find(wrong, SQLException.class);
        return failed != null && NUL.equals(failed.getSQLState())
                ? answer(HttpStatus.BAD_REQUEST, "A text in it has a NUL (U+0000), which cannot be stored")
                : unexpected(wrong, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> bodyTooLarge(BodyTooLargeException tooLarge) {
        return answer(HttpStatus.CONTENT_TOO_LARGE, message(tooLarge));
    }

    @ExceptionHandler
    ResponseEntity<Object> unauthenticated(AuthenticationException refused) {
        return answer(HttpStatus.UNAUTHORIZED, message(refused));
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(AccessDeniedException refused) {
        return answer(HttpStatus.FORBIDDEN, message(refused));
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception failed, HttpServletRequest request) {
        Optional<DatabaseFailure> database = DatabaseFailure.of(failed);
        if (database.isPresent()) {
            return databaseFailed(database.get(), failed, request);
        }
        // after the database: one whose connection broke has the causes of a client that has gone
        if (DisconnectedClientHelper.isClientDisconnectedException(failed)) {
            return null;
        }
        log.error("{} {} failed, request {}", request.getMethod(), request.getRequestURI(), RequestId.current(),
                failed);
        return answer(Problems.internal());
    }

    private ResponseEntity<Object> databaseFailed(DatabaseFailure how, Exception failed, HttpServletRequest request) {
        switch (how) {
            case BUSY -> log.warn("{} {} was put off because the database is too busy", request.getMethod(),
                    request.getRequestURI(), failed);
            case EXHAUSTED -> log.warn("{} {} was put off: {}", request.getMethod(), request.getRequestURI(),
                    how.sentence());
            case AWAY, UNCERTAIN -> outage.failed(failed);
        }
        return later(how.sentence(), DATABASE_RETRY);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException unreadable,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        BodyTooLargeException tooLarge = Causes.find(unreadable, BodyTooLargeException.class);
        return tooLarge != null ? bodyTooLarge(tooLarge) : answer(unreadable(unreadable));
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException unreadable) {
        JacksonException json = Causes.find(unreadable, JacksonException.class);
        if (json == null) {
            return Problems.of(HttpStatus.BAD_REQUEST, "The request needs a body, in JSON");
        }
        List<FieldProblem> problems = JsonProblems.explain(json);
        return problems.isEmpty()
                ? Problems.of(HttpStatus.BAD_REQUEST, "The body could not be read to its end")
                : Problems.invalid(problems);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException invalid,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        invalid.getFieldErrors().forEach(error -> problems.add(problem(error)));
        invalid.getGlobalErrors().forEach(
                error -> problems.add(new FieldProblem("body", orInvalid(error.getDefaultMessage()))));
        return answer(Problems.invalid(problems));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (invalid.isForReturnValue()) {
            return unexpected(invalid, ((ServletWebRequest) request).getRequest());
        }
        List<FieldProblem> problems = new ArrayList<>();
        for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
            if (result instanceof ParameterErrors errors) {
                String element = result.getContainerIndex() == null ? "" : "[" + result.getContainerIndex() + "].";
                errors.getFieldErrors().forEach(
                        error -> problems.add(new FieldProblem(element + error.getField(), problem(error).message())));
            } else {
                String name = orInvalid(result.getMethodParameter().getParameterName());
                result.getResolvableErrors().forEach(
                        error -> problems.add(new FieldProblem(name, orInvalid(error.getDefaultMessage()))));
            }
        }
        return problems.isEmpty()
                ? answer(HttpStatus.BAD_REQUEST, "The input is not valid")
                : answer(Problems.invalid(problems));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException missing, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        return answer(
                Problems.invalid(
                        List.of(new FieldProblem(missing.getParameterName(), "must be given as a parameter"))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException mismatch, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        String name = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : mismatch.getPropertyName() == null ? "parameter" : mismatch.getPropertyName();
        InvalidInputException invalid = Causes.find(mismatch, InvalidInputException.class);
        String message = invalid != null
                ? invalid.problems().getFirst().message()
                : Expected.not(mismatch.getValue(), mismatch.getRequiredType());
        return answer(Problems.invalid(List.of(new FieldProblem(name, message))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException unsupported, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        Set<HttpMethod> allowed = unsupported.getSupportedHttpMethods();
        String detail = "%s is not possible here".formatted(unsupported.getMethod());
        return answer(
                Problems.of(status, allowed == null
                        ? detail
                        : detail + "; possible: "
                                + allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "))),
                headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException unsupported, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        String given = unsupported.getContentType() == null
                ? "A body without Content-Type"
                : "Content-Type '%s'".formatted(unsupported.getContentType());
        String understood = unsupported.getSupportedMediaTypes().stream().filter(MediaType::isConcrete)
                .map(MediaType::toString).distinct().collect(Collectors.joining(", "));
        return answer(Problems.of(status, "%s is not understood here; understood: %s".formatted(given,
                understood.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : understood)), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException unacceptable, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        String offered = unacceptable.getSupportedMediaTypes().stream().map(MediaType::toString).distinct()
                .collect(Collectors.joining(", "));
        return answer(Problems.of(status, "None of the types in Accept can be answered here; possible: "
                + (offered.isEmpty() ? MediaType.APPLICATION_JSON_VALUE : offered)), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException missing,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(status, "There is nothing at " + ((ServletWebRequest) request).getRequest().getRequestURI());
    }

    /// The rest of Spring's own exceptions, whose details Spring words.
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception failed, @Nullable Object body,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError() && status.value() != HttpStatus.SERVICE_UNAVAILABLE.value()) {
            return unexpected(failed, ((ServletWebRequest) request).getRequest());
        }
        String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        return answer(Problems.of(status, detail == null ? StatusSentences.of(status.value()) : detail), headers);
    }

    private static FieldProblem problem(FieldError error) {
        String message = error.isBindingFailure()
                ? Expected.not(error.getRejectedValue(), null)
                : orInvalid(error.getDefaultMessage());
        return new FieldProblem(error.getField(), message);
    }

    private static String orInvalid(@Nullable String message) {
        return message == null ? "is not valid" : message;
    }

    private static String message(Exception exception) {
        return exception.getMessage() == null ? "The request was refused" : exception.getMessage();
    }

    private static ResponseEntity<Object> later(String detail, Duration retryAfter) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, detail, retryAfter);
    }

    private static ResponseEntity<Object> later(HttpStatus status, String detail, Duration retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        long seconds = Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return answer(Problems.of(status, detail), headers);
    }

    private static ResponseEntity<Object> answer(HttpStatusCode status, String detail) {
        return answer(Problems.of(status, detail));
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        return answer(problem, new HttpHeaders());
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus()).headers(headers)
                .contentType(ProblemPage.wanted() ? MediaType.TEXT_HTML : MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
