using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Cellwright.Server.Notices;

/// <summary>Mails each notice to the people whom it is for and whose address is known, in one message with the others unseen.</summary>
public sealed class Mail(NoticeOptions options) : IChannel
{
    private readonly MailOptions mail = options.Mail!;

    /// <inheritdoc />
    public string Name => "mail";

    /// <inheritdoc />
    public async Task DeliverAsync(Told told, CancellationToken ct)
    {
        var addresses = told.To.Select(person => mail.Addresses.GetValueOrDefault(person)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (addresses.Count == 0) return;
        using var smtp = new Tolerant { Timeout = 30_000 };
        try
        {
            await smtp.ConnectAsync(mail.Host, mail.Port, mail.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, ct);
            if (mail.User is not null) await smtp.AuthenticateAsync(mail.User, mail.Password, ct);
            await smtp.SendAsync(Message(told), MailboxAddress.Parse(mail.From), addresses.Select(MailboxAddress.Parse), ct);
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= 500 && refused.ErrorCode is not SmtpErrorCode.SenderNotAccepted)
        {
            // The sender is refused for a setting that somebody can mend; an address or a message is refused for good.
            throw new UndeliverableException($"The mail server refused it: {refused.Message}");
        }

        await smtp.DisconnectAsync(true, CancellationToken.None); // sent: nothing after this can make it not so
    }

    // One address that is gone for good keeps the message from nobody else; one that is refused for now lets it be tried again, to all.
    private sealed class Tolerant : SmtpClient
    {
        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            if ((int)response.StatusCode < 500) base.OnRecipientNotAccepted(message, mailbox, response);
        }

        protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new UndeliverableException("The mail server accepts none of the addresses.");
    }

    private MimeMessage Message(Told told)
    {
        var message = new MimeMessage
        {
            Subject = NoticeText.Subject(told.Notice),
            Date = told.At,
            MessageId = $"{told.Id}@{MailboxAddress.Parse(mail.From).Domain}",
            Body = new TextPart("plain")
            {
                Text = string.Create(CultureInfo.InvariantCulture,
                    $"{told.Notice.Sentence}\r\n\r\n{told.At:yyyy-MM-dd HH:mm:ss zzz}\r\n{NoticeText.Link(told.Notice, options.Site)}\r\n\r\nThis message names no patient. What happened stands on the page, after sign-in.\r\n"),
            },
        };
        message.From.Add(MailboxAddress.Parse(mail.From));
        message.To.Add(new GroupAddress("undisclosed-recipients"));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note answers it
        return message;
    }
}
