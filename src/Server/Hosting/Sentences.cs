using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Access.Pages;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Hosting;

/// <summary>Whatever goes wrong on the way of a request, the answer is a sentence that says what to do: for a program with its rule, for a person in a browser on a page.</summary>
internal static class Sentences
{
    /// <summary>Largest request body, in bytes. The largest that anybody has to send is a master record: the examples have 50 kB.</summary>
    public const long LargestRequest = 2 * 1024 * 1024;

    /// <summary>Goes before everything else that answers.</summary>
    public static void UseSentences(this WebApplication app) => app.Use(async (HttpContext http, RequestDelegate next) =>
    {
        try
        {
            await next(http);
            var answer = http.Response;
            if (answer is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } && Bare(http) is { } refusal)
                await SayAsync(http, answer.StatusCode, refusal);
        }
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            var (status, refusal) = Of(fault);
            if (status >= 500) app.Logger.LogError(status == 503 ? null : fault, "{Method} {Path} was answered with {Status}: {Sentence}", http.Request.Method, http.Request.Path, status, refusal.Sentence);
            http.Response.Clear();
            http.Response.StatusCode = status;
            await SayAsync(http, status, refusal);
        }
    });

    private static Task SayAsync(HttpContext http, int status, Refusal refusal) =>
        FaultPage.IsAskedFor(http.Request) ? FaultPage.Of(http, status, refusal).ExecuteAsync(http) : http.Response.WriteAsJsonAsync(refusal);

    private static (int Status, Refusal Refusal) Of(Exception fault) => fault switch
    {
        BadHttpRequestException { StatusCode: 413 } => (413, new("request-size", $"The request is larger than {LargestRequest} bytes. Send less at a time.")),
        BadHttpRequestException { StatusCode: 415 } => (415, new("request", "The body is not declared as JSON. Send it with the content type application/json.")),
        BadHttpRequestException { InnerException: JsonException json } => (400, new("request", $"The body is not what is asked for here: {UnknownMember.Said(json)} Correct it and send it again.")),
        BadHttpRequestException wrong => (wrong.StatusCode, new("request", $"{wrong.Message} Look in /openapi/v1.json for what each address asks for.")),
        RecordUnavailableException => (503, new("record", fault.Message)),
        RecordDamagedException => (500, new("record-damaged", $"{fault.Message} Tell the administrator: the page Ledger says what to do.")),
        _ when Unavailable.Is(fault) => (503, new("record", "The database cannot be reached at the moment, and nothing was recorded. Send the same request again, under the same command id, once it is back.")),
        _ => (500, new("fault", "The server met a fault of its own and wrote it to its log. Send the same request again under the same command id; if the fault stays, tell the administrator.")),
    };

    private static Refusal? Bare(HttpContext http) => http.Response.StatusCode switch
    {
        401 => new("sign-in", "The session has ended. Sign in again."),
        404 => new("not-found", $"There is nothing at {http.Request.Path}. Look in /openapi/v1.json for what there is."),
        405 => new("method", $"{http.Request.Path} does not answer {http.Request.Method}. Look in /openapi/v1.json for what it answers."),
        413 => new("request-size", $"The request is larger than {LargestRequest} bytes. Send less at a time."),
        415 => new("request", "The body is not declared as JSON. Send it with the content type application/json."),
        _ => null,
    };
}
