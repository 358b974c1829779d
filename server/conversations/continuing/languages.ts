/** What the mails of a line say around what was said on it, in the languages its reader may choose in the chat. */

export type Words = {
  subject: string;
  /** The subject where all of it is sent. */
  copy: string;
  you: string;
  answer: string;
  why: string;
  stop: string;
  page: { title: string; action: string; done: string };
};

export const WORDS = {
  en: {
    subject: 'Your chat with us',
    copy: 'A copy of your chat with us',
    you: 'You',
    answer: 'Answer this mail, and it appears in the chat it comes from, where it can be read.',
    why: 'You get this because your address was left in a chat on our website.',
    stop: 'Get no more of these mails:',
    page: {
      title: 'Get no more mails from our chat?',
      action: 'No more mails',
      done: 'You get no more mails from our chat.',
    },
  },
  'zh-CN': {
    subject: '您与我们的对话',
    copy: '您与我们的对话副本',
    you: '您',
    answer: '直接回复此邮件，内容会出现在原来的聊天窗口中，并可在那里看到。',
    why: '您收到此邮件，是因为有人在我们网站的聊天中留下了您的邮箱。',
    stop: '不再接收此类邮件：',
    page: {
      title: '不再接收来自聊天的邮件？',
      action: '不再接收',
      done: '您将不再收到来自聊天的邮件。',
    },
  },
  'zh-TW': {
    subject: '您與我們的對話',
    copy: '您與我們的對話副本',
    you: '您',
    answer: '直接回覆此郵件，內容會出現在原來的聊天視窗中，並可在那裡看到。',
    why: '您收到此郵件，是因為有人在我們網站的聊天中留下了您的電子郵件。',
    stop: '不再接收此類郵件：',
    page: {
      title: '不再接收來自聊天的郵件？',
      action: '不再接收',
      done: '您將不再收到來自聊天的郵件。',
    },
  },
  ja: {
    subject: 'チャットのご案内',
    copy: 'チャットの控え',
    you: 'お客様',
    answer: 'このメールに返信すると、元のチャットに表示され、そちらでお読みいただけます。',
    why: '当サイトのチャットでこのメールアドレスが入力されたため、お送りしています。',
    stop: '今後このメールを受け取らない:',
    page: {
      title: 'チャットからのメールを停止しますか？',
      action: 'メールを停止する',
      done: '今後、チャットからのメールは届きません。',
    },
  },
  ko: {
    subject: '저희와 나눈 채팅',
    copy: '저희와 나눈 채팅 사본',
    you: '고객님',
    answer: '이 메일에 답장하시면 원래 채팅에 표시되어 그곳에서 보실 수 있습니다.',
    why: '저희 웹사이트의 채팅에 이 주소가 남겨져 있어 보내 드립니다.',
    stop: '이런 메일을 더 이상 받지 않기:',
    page: {
      title: '채팅 메일을 더 이상 받지 않으시겠습니까?',
      action: '더 이상 받지 않기',
      done: '이제 채팅 메일이 발송되지 않습니다.',
    },
  },
  es: {
    subject: 'Su chat con nosotros',
    copy: 'Una copia de su chat con nosotros',
    you: 'Usted',
    answer:
      'Responda a este correo y su respuesta aparecerá en el chat del que procede, donde se podrá leer.',
    why: 'Recibe este mensaje porque su dirección se dejó en un chat de nuestro sitio web.',
    stop: 'No recibir más correos como este:',
    page: {
      title: '¿No recibir más correos de nuestro chat?',
      action: 'No más correos',
      done: 'No recibirá más correos de nuestro chat.',
    },
  },
  fr: {
    subject: 'Votre discussion avec nous',
    copy: 'Une copie de votre discussion avec nous',
    you: 'Vous',
    answer:
      'Répondez à cet e-mail : votre réponse apparaîtra dans la discussion d’origine, où elle pourra être lue.',
    why: 'Vous recevez ce message parce que votre adresse a été laissée dans une discussion sur notre site.',
    stop: 'Ne plus recevoir ces e-mails :',
    page: {
      title: 'Ne plus recevoir d’e-mails de notre chat ?',
      action: 'Plus d’e-mails',
      done: 'Vous ne recevrez plus d’e-mails de notre chat.',
    },
  },
  de: {
    subject: 'Ihr Chat mit uns',
    copy: 'Eine Kopie Ihres Chats mit uns',
    you: 'Sie',
    answer:
      'Antworten Sie auf diese E-Mail, dann erscheint Ihre Antwort in dem Chat, aus dem sie kommt, und kann dort gelesen werden.',
    why: 'Sie erhalten diese E-Mail, weil Ihre Adresse in einem Chat auf unserer Website hinterlassen wurde.',
    stop: 'Keine solchen E-Mails mehr erhalten:',
    page: {
      title: 'Keine E-Mails aus unserem Chat mehr erhalten?',
      action: 'Keine E-Mails mehr',
      done: 'Sie erhalten keine E-Mails aus unserem Chat mehr.',
    },
  },
  it: {
    subject: 'La sua chat con noi',
    copy: 'Una copia della sua chat con noi',
    you: 'Lei',
    answer:
      'Risponda a questa e-mail: la risposta comparirà nella chat da cui proviene, dove potrà essere letta.',
    why: 'Riceve questo messaggio perché il suo indirizzo è stato lasciato in una chat sul nostro sito.',
    stop: 'Non ricevere più queste e-mail:',
    page: {
      title: 'Non ricevere più e-mail dalla nostra chat?',
      action: 'Niente più e-mail',
      done: 'Non riceverà più e-mail dalla nostra chat.',
    },
  },
  'pt-BR': {
    subject: 'Seu chat conosco',
    copy: 'Uma cópia do seu chat conosco',
    you: 'Você',
    answer:
      'Responda a este e-mail e sua resposta aparecerá no chat de origem, onde poderá ser lida.',
    why: 'Você recebeu este e-mail porque seu endereço foi deixado em um chat no nosso site.',
    stop: 'Não receber mais estes e-mails:',
    page: {
      title: 'Não receber mais e-mails do nosso chat?',
      action: 'Sem mais e-mails',
      done: 'Você não receberá mais e-mails do nosso chat.',
    },
  },
  nl: {
    subject: 'Uw chat met ons',
    copy: 'Een kopie van uw chat met ons',
    you: 'U',
    answer:
      'Beantwoord deze e-mail en uw antwoord verschijnt in de chat waaruit hij komt, waar het gelezen kan worden.',
    why: 'U krijgt dit bericht omdat uw adres in een chat op onze website is achtergelaten.',
    stop: 'Deze e-mails niet meer ontvangen:',
    page: {
      title: 'Geen e-mails uit onze chat meer ontvangen?',
      action: 'Geen e-mails meer',
      done: 'U ontvangt geen e-mails uit onze chat meer.',
    },
  },
  pl: {
    subject: 'Rozmowa z nami na czacie',
    copy: 'Kopia rozmowy z nami na czacie',
    you: 'Klient',
    answer:
      'Odpowiedź na tę wiadomość pojawi się na czacie, z którego pochodzi, i tam będzie można ją przeczytać.',
    why: 'Wysyłamy tę wiadomość, ponieważ ten adres podano na czacie w naszej witrynie.',
    stop: 'Nie otrzymywać więcej takich wiadomości:',
    page: {
      title: 'Nie otrzymywać więcej wiadomości z naszego czatu?',
      action: 'Koniec z wiadomościami',
      done: 'Wiadomości z naszego czatu nie będą już wysyłane.',
    },
  },
  tr: {
    subject: 'Bizimle sohbetiniz',
    copy: 'Bizimle sohbetinizin bir kopyası',
    you: 'Siz',
    answer: 'Bu e-postayı yanıtlarsanız yanıtınız geldiği sohbette görünür ve orada okunabilir.',
    why: 'Adresiniz web sitemizdeki bir sohbette bırakıldığı için bu e-postayı alıyorsunuz.',
    stop: 'Bu e-postaları artık almamak için:',
    page: {
      title: 'Sohbetimizden artık e-posta almak istemiyor musunuz?',
      action: 'Artık e-posta gönderme',
      done: 'Sohbetimizden artık e-posta almayacaksınız.',
    },
  },
  ru: {
    subject: 'Ваш чат с нами',
    copy: 'Копия вашего чата с нами',
    you: 'Вы',
    answer:
      'Ответьте на это письмо, и ответ появится в чате, из которого оно пришло, и его можно будет прочитать там.',
    why: 'Вы получили это письмо, потому что ваш адрес оставили в чате на нашем сайте.',
    stop: 'Больше не получать такие письма:',
    page: {
      title: 'Больше не получать письма из нашего чата?',
      action: 'Больше не присылать',
      done: 'Письма из нашего чата больше не будут приходить.',
    },
  },
  ar: {
    subject: 'محادثتك معنا',
    copy: 'نسخة من محادثتك معنا',
    you: 'أنت',
    answer: 'أجب عن هذه الرسالة ليظهر ردّك في المحادثة التي جاءت منها، حيث يمكن قراءته.',
    why: 'تصلك هذه الرسالة لأن عنوانك تُرك في محادثة على موقعنا.',
    stop: 'للتوقف عن تلقي هذه الرسائل:',
    page: {
      title: 'هل تريد التوقف عن تلقي رسائل من محادثتنا؟',
      action: 'إيقاف الرسائل',
      done: 'لن تصلك رسائل أخرى من محادثتنا.',
    },
  },
} satisfies Record<string, Words>;
