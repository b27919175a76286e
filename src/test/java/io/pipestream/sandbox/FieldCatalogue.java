package io.pipestream.sandbox;

import static io.pipestream.sandbox.Entity.DEAL;
import static io.pipestream.sandbox.Entity.ORGANIZATION;
import static io.pipestream.sandbox.Entity.PERSON;
import static io.pipestream.sandbox.FieldDef.custom;
import static io.pipestream.sandbox.FieldDef.standard;

import java.util.List;
import java.util.Map;

import io.pipestream.sandbox.FieldDef.Option;

/** The fields of the simulated company. Deals have a custom field of every type that Pipedrive's formats tell apart. */
final class FieldCatalogue {

    private static final Map<Entity, List<FieldDef>> FIELDS = Map.of(
            DEAL,
            List.of(
                    standard(1, "title", "Title", "varchar"),
                    standard(2, "value", "Value", "monetary"),
                    standard(3, "status", "Status", "status"),
                    standard(4, "stage_id", "Stage", "stage"),
                    custom(DEAL, 20, "Reference", "varchar"),
                    custom(DEAL, 21, "Site report", "text"),
                    custom(DEAL, 22, "Panel model", "varchar_auto"),
                    custom(DEAL, 23, "Roof area", "double"),
                    custom(DEAL, 24, "Grant", "monetary"),
                    custom(
                            DEAL,
                            25,
                            "Lead source",
                            "enum",
                            new Option(101, "Website"),
                            new Option(102, "Referral"),
                            new Option(103, "Trade fair")),
                    custom(
                            DEAL,
                            26,
                            "Extras",
                            "set",
                            new Option(111, "Battery"),
                            new Option(112, "Wall box"),
                            new Option(113, "Heat pump")),
                    custom(DEAL, 27, "Site contact", "people"),
                    custom(DEAL, 28, "Installer", "org"),
                    custom(DEAL, 29, "Surveyor", "user"),
                    custom(DEAL, 30, "Site phone", "phone"),
                    custom(DEAL, 31, "Callback at", "time"),
                    custom(DEAL, 32, "Access hours", "timerange"),
                    custom(DEAL, 33, "Survey date", "date"),
                    custom(DEAL, 34, "Installation window", "daterange"),
                    custom(DEAL, 35, "Site address", "address")),
            Entity.NOTE,
            List.of(),
            ORGANIZATION,
            List.of(
                    standard(1, "name", "Name", "varchar"),
                    standard(2, "address", "Address", "address"),
                    custom(ORGANIZATION, 20, "Email", "varchar"),
                    custom(ORGANIZATION, 21, "Phone", "phone"),
                    custom(
                            ORGANIZATION,
                            22,
                            "Segment",
                            "enum",
                            new Option(121, "Housing association"),
                            new Option(122, "Farm"),
                            new Option(123, "Factory")),
                    custom(
                            ORGANIZATION,
                            23,
                            "Regions",
                            "set",
                            new Option(131, "North"),
                            new Option(132, "South"),
                            new Option(133, "Islands"))),
            PERSON,
            List.of(
                    standard(1, "name", "Name", "varchar"),
                    standard(2, "email", "Email", "varchar"),
                    standard(3, "phone", "Phone", "phone"),
                    custom(PERSON, 20, "Met on", "date"),
                    custom(PERSON, 21, "Role", "enum", new Option(141, "Decides"), new Option(142, "Advises"))));

    private FieldCatalogue() {}

    static List<FieldDef> of(Entity entity) {
        return FIELDS.getOrDefault(entity, List.of());
    }

    static List<FieldDef> customOf(Entity entity) {
        return of(entity).stream().filter(FieldDef::isCustom).toList();
    }

    /** The key of a custom field, by the name people see. */
    static String key(Entity entity, String name) {
        return customOf(entity).stream()
                .filter(field -> field.name().equals(name))
                .map(FieldDef::key)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no field of a " + entity.word() + " is called " + name));
    }
}
