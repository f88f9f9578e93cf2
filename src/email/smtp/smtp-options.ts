import type { Catalogue } from '../../model/definition.ts';
import type { ChannelLimits, RetryPolicy } from '../../ports/channel.ts';
import type { TemplateLimits } from '../liquid.ts';
import type { EmailMessage } from '../message.ts';
import type { SubscriptionTexts } from '../scope.ts';

/** What an SMTP channel is made of. */
export interface SmtpOptions {
  /** The server, or its URL: `smtps://user:password@mail.example.com:465`. */
  readonly transport: SmtpServer | string;
  /** Every message that journeys may name. */
  readonly messages: readonly EmailMessage[];
  /** The engine's catalogue: names and dates of what templates read. */
  readonly catalogue: Catalogue;
  /** Sender of sales alerts, and the address of messages that have none. */
  readonly from: { readonly name: string; readonly address: string };
  /** Texts that every template may read as `subscription`; missing: none. */
  readonly subscription?: SubscriptionTexts;
  /**
   * Where a recipient opts out: a function, or a template of the URL. It stands in `List-Unsubscribe` of e-mails that are not
   * operational, and templates read it as `unsubscribeUrl`. `unsubscribeLinks` makes authenticated ones. Missing: nowhere.
   */
  readonly unsubscribe?: string | ((recipient: EmailRecipient) => string | Promise<string>);
  /** What `List-Id` says, such as `News <news.example.com>`, in e-mails that are not operational; missing: none. */
  readonly listId?: string;
  /** Where bounces go, as the envelope's sender; missing: the sender's address. */
  readonly returnPath?: string;
  /** Domain of Message-IDs; missing: that of `from`. Must not change while effects are under way. */
  readonly messageIdDomain?: string;
  /** Further headers of one e-mail, such as a provider's metadata. Names that the channel writes itself are refused. */
  readonly headers?: (recipient: EmailRecipient) => Readonly<Record<string, string>>;
  /**
   * Change it whenever `unsubscribe` or `headers`, as functions, begin to give something else for the same recipient: they
   * must give the same until then, since a repetition asks them again (EM-83). Missing: they never do.
   */
  readonly edition?: string;
  /** Overrides of single limits of templates. */
  readonly templates?: Partial<TemplateLimits>;
  /** Greatest size of text and HTML together, in bytes; larger e-mails are refused. Missing: 1,000,000. */
  readonly maxBytes?: number;
  /** What the server bears; missing: 2 calls at a time of 50 effects, each up to 120 seconds. */
  readonly limits?: ChannelLimits;
  /** When what failed is tried again; missing: after 1, 5, 30 and 120 minutes. */
  readonly retry?: RetryPolicy;
  /** What to do where the connection was lost with the message under way (EM-36); missing: `park`. */
  readonly onUnknown?: 'park' | 'repeat';
}

/** A mail server. */
export interface SmtpServer {
  readonly host: string;
  /** Missing: 465 with `secure`, else 587. */
  readonly port?: number;
  /** TLS from the start; missing: false, and STARTTLS where the server offers it. */
  readonly secure?: boolean;
  /** No e-mail leaves without TLS; missing: false. */
  readonly requireTLS?: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Connections at the same time; missing: 5. */
  readonly connections?: number;
  /** Milliseconds to connect, and to the greeting; missing: 10,000. */
  readonly connectTimeout?: number;
  /** Milliseconds without an answer after which a connection counts as lost; missing: 30,000. */
  readonly answerTimeout?: number;
  /** Further options of nodemailer's pooled SMTP transport, such as `dkim`, `tls`, `proxy`, or OAuth 2 in `auth`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Whom one e-mail goes to, and why. */
export interface EmailRecipient {
  readonly person: string;
  readonly address: string;
  readonly account: string;
  readonly journey: string;
  readonly node: string;
  /** Id of the message. */
  readonly email: string;
  /** The effect's id for this person; the Message-ID is made of it. */
  readonly key: string;
}
