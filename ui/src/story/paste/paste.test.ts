import { describe, expect, it } from "vitest";

import { cleanAddress } from "./addresses";
import { withoutUnseen } from "./characters";
import { fromHtml } from "./html";
import { fromPlain } from "./plain";

// Written for these tests in the form that each program gives its clipboard.

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoTitle><span lang=EN-US>Canal opens early<o:p></o:p></span></p>
<h2><span lang=EN-US>What the farmers say</span></h2>
<p class=MsoNormal style='margin-bottom:8.0pt'><span lang=EN-US style='font-family:"Times New Roman",serif;color:#1F3864'>Water
reached <b>14,000&nbsp;hectares</b> on <i style='mso-bidi-font-style:normal'>Monday</i>, the
<a href="https://example.kz/canal?utm_source=mail&amp;id=7"><span style='color:blue'>department</span></a> reports.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>cotton<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>of two districts</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>lucerne</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>first</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>second</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>District</b></p></td><td><p class=MsoNormal><b>Hectares</b></p></td></tr>
<tr><td><p class=MsoNormal>Maktaaral</p></td><td><p class=MsoNormal>9,500</p></td></tr></table>
<p class=MsoNormal><img width=400 height=200 src="file:///C:/Temp/image001.png"><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>`;

const GOOGLE = `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-5d1b7c2e-7fff-1234">
<h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-family:Arial;font-weight:400;">Су ерте келді</span></h1>
<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">Мақтаарал ауданында </span><span style="font-size:11pt;font-weight:700;">14 мың гектар</span><span style="font-size:11pt;font-weight:400;"> жерге </span><span style="font-size:11pt;font-style:italic;font-weight:400;">су</span><span style="font-size:11pt;font-weight:400;"> жетті.</span></p><br />
<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">мақта</span></p></li>
<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">жоңышқа</span></p></li></ul>
<p dir="ltr"><a href="https://www.google.com/url?q=https://example.kz/su%3Ffbclid%3Dabc&amp;sa=D"><span style="text-decoration:underline;color:#1155cc;">толығырақ</span></a></p></b>`;

const LIBREOFFICE = `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/><style type="text/css">p { line-height: 115% }</style></head>
<body lang="ru-RU"><h3 class="western">Цитата дня</h3>
<p style="margin-bottom: 0.25cm"><font face="Liberation Serif, serif"><font size="3">Вода пришла <b>раньше срока</b>,
сообщает <i>управление</i>.</font></font></p>
<blockquote>Хватит на три полива.</blockquote>
<ol><li><p>хлопок</p></li><li><p>люцерна</p></li></ol></body></html>`;

const PAGE = `<html><body><!--StartFragment--><div class="article"><script>alert(1)</script>
<p style="box-sizing: border-box; color: rgb(33, 37, 41);">The <strong>ferry</strong> took 40 cars<sup>1</sup>.
<a href="javascript:alert(1)">More</a> and <a href="#note">below</a> and <a href="/local">here</a>.</p>
<p>See<span class="Apple-converted-space">&nbsp;</span>you&#8203; at 10&nbsp;000&nbsp;tenge&#8206;.</p>
<img src="https://tracker.example/1.gif" width="1" height="1"><figure><img src="https://example.kz/a.jpg" alt="River"></figure>
<div style="display:none">Subscribe now!</div><pre>a  b</pre><hr></div><!--EndFragment--></body></html>`;

describe("HTML of the clipboard", () => {
  it("of Word keeps headings, emphasis, links, nested lists and tables", () => {
    const { markdown, dropped } = fromHtml(WORD);
    expect(markdown).toBe(
      [
        "## Canal opens early",
        "## What the farmers say",
        "Water reached **14,000\u00A0hectares** on *Monday*, the [department](https://example.kz/canal?id=7) reports.",
        "- cotton\n  - of two districts\n- lucerne",
        "1. first\n2. second",
        "| **District** | **Hectares** |\n| --- | --- |\n| Maktaaral | 9,500 |",
      ].join("\n\n"),
    );
    expect(dropped).toMatchObject({ styles: 1, pictures: 1, trackers: 1, addresses: 0 });
  });

  it("of Google Docs is not bold as a whole, and its links lead where they say", () => {
    const { markdown, dropped } = fromHtml(GOOGLE);
    expect(markdown).toBe(
      [
        "## Су ерте келді",
        "Мақтаарал ауданында **14 мың гектар** жерге *су* жетті.",
        "- мақта\n- жоңышқа",
        "[толығырақ](https://example.kz/su)",
      ].join("\n\n"),
    );
    expect(dropped).toMatchObject({ trackers: 1, pictures: 0 });
  });

  it("of LibreOffice keeps quotes and numbered lists", () => {
    expect(fromHtml(LIBREOFFICE).markdown).toBe(
      [
        "### Цитата дня",
        "Вода пришла **раньше срока**, сообщает *управление*.",
        "> Хватит на три полива.",
        "1. хлопок\n2. люцерна",
      ].join("\n\n"),
    );
  });

  it("of a page brings no code, no hidden words, no pictures and no addresses that lead nowhere", () => {
    const { markdown, dropped } = fromHtml(PAGE);
    expect(markdown).toBe(
      ["The **ferry** took 40 cars1. More and below and here.", "See you at 10\u00A0000\u00A0tenge.", "a  b", "---"].join("\n\n"),
    );
    expect(dropped).toEqual({ styles: 1, pictures: 1, trackers: 0, addresses: 2, characters: 2 });
  });

  it("keeps signs that would mean something else as the signs they are", () => {
    const html = "<p>2 * 3 = 6, a_b and _c_, [1] and [2](x), 1. x</p><p>1. Not a list</p><p># no heading</p><p>- no item</p><p>a &lt;b&gt; c</p>";
    expect(fromHtml(html).markdown.split("\n\n")).toEqual([
      String.raw`2 \* 3 = 6, a_b and \_c\_, [1] and \[2](x), 1. x`,
      String.raw`1\. Not a list`,
      String.raw`\# no heading`,
      String.raw`\- no item`,
      String.raw`a \<b> c`,
    ]);
  });

  it("that places things in tables is no table", () => {
    const html = "<table><tr><td><p>One</p><p>Two</p></td><td>Three</td></tr></table>";
    expect(fromHtml(html).markdown).toBe("One\n\nTwo\n\nThree");
  });

  it("of any size is read in a moment", () => {
    const html = `<ul>${"<li><p>an item of a long list</p></li>".repeat(3_000)}</ul>`;
    expect(fromHtml(html).markdown.split("\n")).toHaveLength(3_000);
  });
});

describe("plain text", () => {
  it("of sentences on lines of their own becomes paragraphs, and what is wrapped or Markdown stays", () => {
    expect(fromPlain("Water came.\r\nThe canals are full.\r\nThe rest waits.").markdown).toBe(
      "Water came.\n\nThe canals are full.\n\nThe rest waits.",
    );
    for (const text of ["Water came to the canals of\nthe lower district after\nthree dry years.", "- one.\n- two.", "One.\nTwo.\n\nThree."]) {
      expect(fromPlain(text).markdown).toBe(text);
    }
  });

  it("loses what follows a reader around and what nobody sees, and says so", () => {
    const { markdown, dropped } = fromPlain("See https://example.kz/a?utm_source=x&b=1, soft\u00ADhyphen and \u202Eevil\u202C.");
    expect(markdown).toBe("See https://example.kz/a?b=1, softhyphen and evil.");
    expect(dropped).toMatchObject({ trackers: 1, characters: 3 });
  });
});

describe("characters and addresses", () => {
  it("joiners stay where they join", () => {
    expect(withoutUnseen("👩\u200D🌾 a\u200Db می\u200Cخواهم").text).toBe("👩\u200D🌾 ab می\u200Cخواهم");
    expect(withoutUnseen("10\u00A0000\u00A0₸ and\u00A0so").text).toBe("10\u00A0000\u00A0₸ and so");
  });

  it("only pages, letters and telephones are addresses", () => {
    expect(cleanAddress("https://example.kz/a?x=1#y")).toEqual({ address: "https://example.kz/a?x=1#y", tracked: false });
    expect(cleanAddress("mailto:desk@example.kz")).toEqual({ address: "mailto:desk@example.kz", tracked: false });
    expect(cleanAddress("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.kz%2F%3Ffbclid%3D1")).toEqual({ address: "https://example.kz/", tracked: true });
    for (const address of ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/local", "", "http://"]) {
      expect(cleanAddress(address), address).toBeUndefined();
    }
  });
});
