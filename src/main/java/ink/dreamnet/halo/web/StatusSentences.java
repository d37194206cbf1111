package ink.dreamnet.halo.web;

import org.springframework.http.HttpStatus;

/// A sentence for an error of which nothing but the status is known.
final class StatusSentences {

    private StatusSentences() {
    }

    static String of(int status) {
        return switch (HttpStatus.resolve(status)) {
            case BAD_REQUEST -> "The request is malformed";
            case UNAUTHORIZED -> "The request needs Authorization: Bearer with the token of this HALO";
            case FORBIDDEN -> "The request is not allowed";
            case NOT_FOUND -> "There is nothing here";
            case METHOD_NOT_ALLOWED -> "The method is not possible here";
            case CONTENT_TOO_LARGE -> "The request body is too large";
            case URI_TOO_LONG -> "The address is too long";
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> "The request headers are too large";
            case REQUEST_TIMEOUT -> "The request did not arrive in time";
            case SERVICE_UNAVAILABLE -> "HALO cannot answer just now; try again";
            case null, default -> status >= 500 ? "HALO failed to answer this" : "The request was refused";
        };
    }
}
