using System.Globalization;
using System.Text.Encodings.Web;
using Cellwright.Domain.Basics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Access.Pages;

/// <summary>The frame of the pages at the door. They bring their own style: nothing else answers before sign-in.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light dark }
        :root { --ground: #e6e9ea; --panel: #fff; --line: #b4bcc0; --line-strong: #66727a; --ink: #1b2226; --ink-2: #48535a; --act: #24404f; --act-ink: #fff; --stop: #9d1418; --stop-ground: #fbe9e8; --focus: #1668a8; font: 1.0625rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
        @media (prefers-color-scheme: dark) { :root { --ground: #14181b; --panel: #1f2529; --line: #465158; --line-strong: #8b979e; --ink: #e8ecee; --ink-2: #b2bdc3; --act: #a5cbe0; --act-ink: #0b1a22; --stop: #ffa19d; --stop-ground: #3a1517; --focus: #7cc0f5 } }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center }
        main { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 2rem 2.25rem 2.25rem; width: min(25rem, calc(100vw - 2rem)); box-sizing: border-box }
        h1 { font-size: 1.375rem; font-weight: 600; margin: 0 0 .25rem } p { margin: 0 0 1.25rem; color: var(--ink-2) } form ~ p { margin: 1.25rem 0 0 }
        label { display: block; font-weight: 600; margin: 1rem 0 .25rem }
        input { font: inherit; width: 100%; box-sizing: border-box; min-height: 3.25rem; padding: 0 .75rem; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--panel); color: inherit }
        button { font: inherit; font-weight: 600; width: 100%; min-height: 3.5rem; margin-top: 1.5rem; border: 0; border-radius: 4px; background: var(--act); color: var(--act-ink); cursor: pointer }
        input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
        .key { font: 600 1.25rem/1.6 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--ink); overflow-wrap: anywhere } .codes { columns: 2; padding: 0; list-style: none }
        [hidden] { display: none } svg.qr { display: block; width: 13rem; margin: 0 auto 1rem } .second { background: var(--panel); color: var(--act); border: 1px solid var(--act); margin-top: .75rem }
        a.go { display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box; width: 100%; min-height: 3.5rem; margin-top: .75rem; border-radius: 4px; border: 1px solid var(--act); font-weight: 600; text-decoration: none } a.go:first-of-type { background: var(--act); color: var(--act-ink) } p { overflow-wrap: anywhere }
        fieldset { border: 1px solid var(--line); border-radius: 4px; margin: 1.25rem 0 0; padding: 0 1rem 1rem } legend { font-weight: 600; padding: 0 .35rem } main a { color: inherit } p > a { display: inline-block; padding: .4rem 0; margin: -.4rem 0 }
        .refusal { border-left: 6px solid var(--stop); background: var(--stop-ground); color: var(--stop); padding: .75rem 1rem; margin: 0 0 1rem }
        """;

    /// <summary>A page with one form.</summary>
    /// <param name="http">The request.</param>
    /// <param name="title">What the page is for.</param>
    /// <param name="hint">One sentence below the title.</param>
    /// <param name="action">Where the form is sent.</param>
    /// <param name="button">The one act.</param>
    /// <param name="refusal">Why the last try failed, or null.</param>
    /// <param name="fields">Label, name, type, <c>autocomplete</c> and value; a hidden field has no label.</param>
    public static IResult Form(
        HttpContext http, string title, string hint, string action, string button, Refusal? refusal, params ReadOnlySpan<Field> fields) =>
        Form(http, new PageText(title, hint, action, button), refusal, fields);

    /// <summary>A page with one form, and what stands above and below it.</summary>
    public static IResult Form(HttpContext http, PageText text, Refusal? refusal, params ReadOnlySpan<Field> fields)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        List<string> inputs = [Input(new(null, tokens.FormFieldName, "hidden", "off", tokens.RequestToken ?? ""), false)];
        var first = true;
        foreach (var field in fields)
        {
            var focus = first && field is { Label: not null, Value.Length: 0 };
            inputs.Add(Input(field, focus));
            first &= !focus;
        }

        var form = text.Button.Length == 0 ? "" : $"<form method=\"post\" action=\"{Text(text.Action)}\">{string.Join("\n      ", inputs)}<button type=\"submit\">{Text(text.Button)}</button></form>";
        return Whole(http, text, refusal, form, refusal is null ? 200 : 400);
    }

    /// <summary>A page that only says something, with a link that leads on in <see cref="PageText.Below"/>.</summary>
    public static IResult Say(HttpContext http, PageText text, int status) => Whole(http, text, null, "", status);

    private static IResult Whole(HttpContext http, PageText text, Refusal? refusal, string form, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return Results.Content($"""
            <!doctype html>
            <html lang="{CultureInfo.CurrentUICulture.Name}">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{Text(text.Title)} – Cellwright</title>
              <style>{Style}</style>
            </head>
            <body>
              <main>
                <h1>{Text(text.Title)}</h1>
                <p>{Text(text.Hint)}</p>
                {(refusal is null ? "" : $"<p class=\"refusal\" role=\"alert\">{Text(refusal.Sentence)}</p>")}
                {text.Above}
                {form}
                {text.Below}
              </main>
            </body>
            </html>
            """, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>The posted form; null when its antiforgery token does not fit.</summary>
    public static async Task<IFormCollection?> PostedAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)) return null;
        return await http.Request.ReadFormAsync();
    }

    /// <summary>What to say when a form was not ours.</summary>
    public static Refusal Stale(HttpContext http)
    {
        var T = Words(http, typeof(Page));
        return new("form", T["open-too-long"]);
    }

    /// <summary>The words of a page at the door.</summary>
    public static IStringLocalizer Words(HttpContext http, Type page) => http.RequestServices.GetRequiredService<IStringLocalizerFactory>().Create(page);

    /// <summary>A return address on this server; the start page for any other.</summary>
    public static string Local(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal) ? address : "/";

    /// <summary>A button that works with passkeys; it shows itself where the browser knows them.</summary>
    public static string Passkey(HttpContext http, string id, string words)
    {
        var T = Words(http, typeof(Page));
        var said = $"<p class=\"refusal\" role=\"alert\" id=\"passkey-said\" hidden data-no-answer=\"{Text(T["no-answer"])}\" data-no-passkey=\"{Text(T["no-passkey"])}\"></p>";
        return $"<button type=\"button\" class=\"second\" id=\"{id}\" hidden>{Text(words)}</button>{said}<script src=\"/passkeys.js\" defer></script>";
    }

    private static string Input(Field field, bool focus)
    {
        var input = $"<input id=\"{Text(field.Name)}\" name=\"{Text(field.Name)}\" type=\"{field.Type}\" autocomplete=\"{field.Autocomplete}\" value=\"{Text(field.Value)}\"";
        return field.Label is null
            ? $"{input}>"
            : $"<label for=\"{Text(field.Name)}\">{Text(field.Label)}</label>{input}{(field.Required ? " required" : "")} autocapitalize=\"none\" spellcheck=\"false\"{(focus ? " autofocus" : "")}>";
    }

    /// <summary>Text as it may stand in the page.</summary>
    public static string Text(string text) => HtmlEncoder.Default.Encode(text);
}

/// <summary>A field of a form at the door.</summary>
internal sealed record Field(string? Label, string Name, string Type, string Autocomplete, string Value = "", bool Required = true);

/// <summary>The words of a page at the door.</summary>
/// <param name="Title">What the page is for.</param>
/// <param name="Hint">One sentence below the title.</param>
/// <param name="Action">Where the form is sent.</param>
/// <param name="Button">The one act; empty for a page without a form.</param>
/// <param name="Above">HTML before the form.</param>
/// <param name="Below">HTML after the form.</param>
internal sealed record PageText(string Title, string Hint, string Action, string Button, string Above = "", string Below = "");
