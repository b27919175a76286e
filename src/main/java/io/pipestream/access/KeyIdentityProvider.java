package io.pipestream.access;

import io.pipestream.platform.Secrets;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Turns an access key into its holder. Looked up by hash, so the comparison's time tells nothing of the key. */
@Singleton
class KeyIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {

    private final AccessKeyRepository keys;

    KeyIdentityProvider(AccessKeyRepository keys) {
        this.keys = keys;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> keys.find(Secrets.sha256(request.getToken().getToken()))
                        .map(KeyIdentityProvider::identity)
                        .orElseThrow(() -> new AuthenticationFailedException("unknown access key")));
    }

    private static SecurityIdentity identity(AccessKeyRepository.Holder holder) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(holder.name()))
                .addRole(holder.role())
                .build();
    }
}
