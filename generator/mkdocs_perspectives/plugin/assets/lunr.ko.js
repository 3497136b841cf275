/* Korean for the site's search, in the place of lunr-languages' own.

   Korean glues particles to words (마케팅은, 마케팅의) and words to words (신형전기차). The theme
   matches what a word of a page begins with, so it finds neither. Here a word of the query loses
   its particle and may stand anywhere in a word of a page. The index is as it was: only the
   query is read differently, through the parser that lunr gives to everybody. Japanese and Chinese,
   which put no spaces between words, are found in the same way on a site that has them too. */
(function (lunr) {
  "use strict";

  const HANGUL = /[\uac00-\ud7a3]/;
  const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/;

  /* The longest first. A particle is taken off where at least two letters stay. */
  const PARTICLES = [
    "에게서는", "으로부터", "이라는", "에서는", "으로는", "에게는", "까지는", "부터는", "에서의", "으로서",
    "으로써", "이라고", "에게서", "로부터", "처럼", "만큼", "보다", "까지", "부터", "에게", "에서", "으로",
    "이나", "이며", "이고", "라는", "와의", "과의", "로서", "로써", "에는", "은", "는", "이", "가", "을",
    "를", "의", "에", "도", "만", "로", "와", "과", "나",
  ];

  /* Words that end as if with a particle, by their last two letters. */
  const WHOLE = new Set(
    [
      ..."문가 평가 원가 단가 물가 주가 국가 작가 대가 추가 증가 참가 허가 인가 휴가 수가".split(" "),
      ..."결과 효과 성과 통과 초과 부과 경과 사과 학과 회의 논의 합의 협의 동의 정의 주의".split(" "),
      ..."건의 결의 강의 이의 창의 상의 예의 임의 제도 정도 속도 온도 강도 빈도 밀도 한도".split(" "),
      ..."태도 족도 뢰도 시도 지도 수도 인도 각도 고도 농도 존도 용도 별도 경로 도로 진로".split(" "),
      ..."통로 차이 사이 높이 길이 나이 놀이 린이 쟁이 평화 영화 변화 대로".split(" "),
    ]
  );

  function stem(word) {
    if (WHOLE.has(word.slice(-2))) return word;
    for (const particle of PARTICLES) {
      if (word.length - particle.length >= 2 && word.endsWith(particle)) {
        return word.slice(0, -particle.length);
      }
    }
    return word;
  }

  const parse = lunr.QueryParser.prototype.parse;
  lunr.QueryParser.prototype.parse = function () {
    const query = parse.call(this);
    for (const clause of query.clauses) {
      if (HANGUL.test(clause.term) || UNSPACED.test(clause.term)) {
        const word = stem(clause.term.replace(/^[*]+|[*]+$/g, ""));
        clause.term = `*${word}*`;
        clause.usePipeline = false;
      }
    }
    return query;
  };

  /* What the theme expects of a language; words of pages are indexed as they are. */
  lunr.ko = function () {
    this.pipeline.reset();
    this.searchPipeline.reset();
  };
  lunr.ko.wordCharacters = "A-Za-z0-9\\u00c0-\\u1fff\\u2c00-\\u2dff\\u3040-\\ud7a3";
})(self.lunr);
