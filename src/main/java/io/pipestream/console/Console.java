package io.pipestream.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.ws.rs.NameBinding;

/**
 * Marks a resource whose answers are pages. {@link PageFilters} then has them sent with the headers that a page needs,
 * shows problems as pages, and refuses forms that are not ours.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface Console {

    /** What a page's {@code @Produces} says. */
    String HTML = "text/html; charset=utf-8";
}
