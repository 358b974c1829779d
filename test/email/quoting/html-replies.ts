/** HTML answers as programs write them: what is kept word for word, and one word of what is cut. */

export type HtmlReply = { name: string; html: string; kept: string };

/** In each of them the new text says NEW and the history OLD. */
export const HTML_REPLIES: HtmlReply[] = [
  {
    name: 'Gmail',
    html: '<div dir="ltr">NEW</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Mar 5, 2024 at 10:21 AM Help &lt;<a href="mailto:help@example.com">help@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>OLD</div></blockquote></div>',
    kept: '<div dir="ltr">NEW</div>',
  },
  {
    name: 'Gmail in a language that nobody knows',
    html: '<div>NEW</div><div class="gmail_quote"><div class="gmail_attr">Zup 5 blorg Help:</div><blockquote class="gmail_quote">OLD</blockquote></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'Apple',
    html: '<html><head><style>p{}</style></head><body>NEW<br><div><br><blockquote type="cite"><div>On 5 Mar 2024, at 10:21, Help &lt;help@example.com&gt; wrote:</div><br><div>OLD</div></blockquote></div></body></html>',
    kept: '<html><head><style>p{}</style></head><body>NEW</body></html>',
  },
  {
    name: 'Outlook, newer line',
    html: '<div class="WordSection1"><p>NEW</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>Xyz:</b> Help<br><b>Abc:</b> Tue</p></div></div><p>OLD</p></div>',
    kept: '<div class="WordSection1"><p>NEW</p></div>',
  },
  {
    name: 'Outlook, older line',
    html: "<p>NEW</p><div style='border:none;border-top:solid #B5C4DF 1.0pt'><p>Xyz: Help</p></div><p>OLD</p>",
    kept: '<p>NEW</p>',
  },
  {
    name: 'Outlook without its line: the labels tell',
    html: '<p>NEW</p><p><b>Von:</b> Hilfe &lt;hilfe@example.com&gt;<br><b>Gesendet:</b> Dienstag, 5. M&auml;rz 2024<br><b>An:</b> Ana<br><b>Betreff:</b> x</p><p>OLD</p>',
    kept: '<p>NEW</p>',
  },
  {
    name: 'Outlook on the web',
    html: '<div>NEW</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg">Xyz</div><div>OLD</div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'Outlook for telephones',
    html: '<div>NEW</div><div id="mail-editor-reference-message-container"><div>Xyz</div><div>OLD</div></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'Thunderbird',
    html: '<p>NEW</p><div class="moz-cite-prefix">Am 05.03.24 um 10:21 schrieb Hilfe:<br></div><blockquote type="cite" cite="mid:x"><p>OLD</p></blockquote>',
    kept: '<p>NEW</p>',
  },
  {
    name: 'Yahoo',
    html: '<div>NEW</div><div id="ydp2yahoo_quoted_1" class="ydp2yahoo_quoted"><div>On Tue, Help wrote:</div><div>OLD</div></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'ProtonMail',
    html: '<div>NEW</div><div class="protonmail_quote">On Friday, Help wrote:<br><blockquote class="protonmail_quote" type="cite">OLD</blockquote></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'Zimbra',
    html: '<div>NEW</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>Xyz: </b>Help</div><div>OLD</div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'A rule and a From block',
    html: '<div>NEW<br><div><hr>Date: Fri, 8 Mar 2024 12:35:31 -0600<br>To: <a href="mailto:bo@example.com">bo@example.com</a><br>From: Ana<br>Subject: x<br><br>OLD</div></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'QQ',
    html: '<div>NEW</div><div><includetail><div>&nbsp;</div><div style="padding:2px">------------------&nbsp;原始邮件&nbsp;------------------</div><div><b>发件人:</b>&nbsp;"客服" &lt;help@example.com&gt;;</div><div>OLD</div></includetail></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: '163',
    html: '<div>NEW</div><div id="isReplyContent"><p>在 2024-02-18 09:30:12，"客服" &lt;help@example.com&gt; 写道：</p><blockquote id="isReplyContent">OLD</blockquote></div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'Foxmail',
    html: '<div>NEW</div><hr style="width:210px"><div><b>发件人：</b>&nbsp;<a>李娜</a><br><b>发送时间：</b>2024-06-03<br><b>收件人：</b>li@example.org<br><b>主题：</b>报价</div><div>OLD</div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'NetEase master: the table alone tells',
    html: '<div>NEW</div><table><tr><td>发件人</td><td>客服&lt;help@example.com&gt;</td></tr><tr><td>日期</td><td>2024年</td></tr></table><div>OLD</div>',
    kept: '<div>NEW</div>',
  },
  {
    name: 'A quote picked by hand stays, the history goes',
    html: 'NEW <blockquote>picked</blockquote> <div>On 11-Apr-2024, at 6:54 PM, Bo &lt;bo@example.com&gt; wrote:</div><blockquote><div><blockquote>OLD</blockquote></div></blockquote>',
    kept: 'NEW <blockquote>picked</blockquote>',
  },
  {
    name: 'An answer below the only quote',
    html: '<div class="gmail_attr">On Tue, Mar 5, 2024, Bo wrote:</div><blockquote class="gmail_quote">OLD</blockquote><div>NEW</div>',
    kept: '<div>NEW</div>',
  },
];

/** HTML of which nothing is cut. */
export const HTML_WHOLE: { name: string; html: string }[] = [
  { name: 'nothing', html: '' },
  { name: 'no history', html: '<p>NEW &amp; <b>bold</b></p>' },
  { name: 'nothing but history', html: '<blockquote type="cite">OLD</blockquote>' },
  {
    name: 'answers between quotes',
    html: '<div class="gmail_quote"><div class="gmail_attr">On Tue, Bo wrote:</div><blockquote class="gmail_quote">Q1</blockquote><div>A1</div><blockquote class="gmail_quote">Q2</blockquote><div>A2</div></div>',
  },
  {
    name: "a forward in Gmail's quote",
    html: '<div>See</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Ana</b> &lt;ana@example.org&gt;<br>Subject: y<br></div><br>It is broken</div>',
  },
  {
    name: "a forward in Apple's quote",
    html: '<div>See</div><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Ana &lt;ana@example.org&gt;</div><div><b>Subject: </b>y</div><div><b>To: </b>b@example.com</div><br><div>It is broken</div></blockquote>',
  },
  {
    name: 'an indent',
    html: '<p>As I said:</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px">NEW</blockquote>',
  },
];
