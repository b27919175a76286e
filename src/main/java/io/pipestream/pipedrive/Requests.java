package io.pipestream.pipedrive;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/** Writes calls of Pipedrive's API as HTTP. */
final class Requests {

    private static final URI ANY_COMPANY = URI.create("https://api.pipedrive.com");

    private final Optional<URI> baseUrl;

    /** @param baseUrl where Pipedrive is for every account; empty for where it is in truth */
    Requests(Optional<URI> baseUrl) {
        this.baseUrl = baseUrl;
    }

    HttpRequest of(Account account, Call call, Credential.Header header) {
        var body = call.body();
        var request = HttpRequest.newBuilder(URI.create(base(account) + call.path()))
                .header(header.name(), header.value())
                .header("accept", "application/json");
        return body == null
                ? request.method(call.method(), BodyPublishers.noBody()).build()
                : request.header("content-type", "application/json")
                        .method(call.method(), BodyPublishers.ofString(body.toString()))
                        .build();
    }

    private String base(Account account) {
        var base = baseUrl.orElseGet(() -> account.companyDomain() == null
                ? ANY_COMPANY
                : URI.create("https://" + account.companyDomain() + ".pipedrive.com"));
        return base.toString().replaceAll("/+$", "");
    }
}
