//! From the text of a condition to its tree, by precedence: each operator knows how tightly it binds.
//!
//! Reads a subset of CEL and gives each part the meaning that CEL gives it; what CEL has and we have not is refused
//! by name. It recurses once a bracket, and brackets are counted, so no text can exhaust the stack. Names are looked
//! up in `path`, functions in `call`.

use std::ops::Range;

use super::fault::{BadCondition, refused};
use super::literal;
use super::names::Names;
use super::path::{Head, Path, Seen};
use super::token::{Token, Tokens, is_keyword, is_reserved, shown};
use super::tree::{Arithmetic, Constant, Node, Order, Part, Wanted};
use crate::limits;

/// Reads one condition.
pub(super) fn parse(source: &str, names: &Names) -> Result<Node, BadCondition> {
    if source.len() > limits::CONDITION_BYTES {
        return Err(BadCondition::TooLong);
    }
    let mut parser = Parser::new(source, names)?;
    if parser.token == Token::End {
        return Err(BadCondition::Empty);
    }
    let root = parser.expression()?;
    if parser.token == Token::End { Ok(root) } else { Err(parser.unexpected()) }
}

/// Where the reading is: one token is known ahead.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    /// What names can mean here.
    pub(super) seen: Seen<'a>,
    source: &'a str,
    tokens: Tokens<'a>,
    token: Token<'a>,
    at: Range<usize>,
    /// Where the last token that was taken ends.
    end: usize,
    brackets: usize,
}

/// What an operator does, and how tightly it binds.
#[derive(Debug, Clone, Copy)]
enum Operator {
    Either,
    Every,
    Relation(fn(Box<[Node; 2]>) -> Part),
    Sum(Arithmetic),
    Product(Arithmetic),
}

impl Operator {
    fn of(token: &Token<'_>) -> Option<Self> {
        Some(match token {
            Token::Mark("||") => Self::Either,
            Token::Mark("&&") => Self::Every,
            Token::Mark("==") => Self::Relation(|pair| Part::Equal(Wanted::Same, pair)),
            Token::Mark("!=") => Self::Relation(|pair| Part::Equal(Wanted::Different, pair)),
            Token::Mark("<") => Self::Relation(|pair| Part::Order(Order::Less, pair)),
            Token::Mark("<=") => Self::Relation(|pair| Part::Order(Order::LessOrEqual, pair)),
            Token::Mark(">") => Self::Relation(|pair| Part::Order(Order::Greater, pair)),
            Token::Mark(">=") => Self::Relation(|pair| Part::Order(Order::GreaterOrEqual, pair)),
            Token::Word("in") => Self::Relation(Part::In),
            Token::Mark("+") => Self::Sum(Arithmetic::Add),
            Token::Mark("-") => Self::Sum(Arithmetic::Subtract),
            Token::Mark("*") => Self::Product(Arithmetic::Multiply),
            Token::Mark("/") => Self::Product(Arithmetic::Divide),
            Token::Mark("%") => Self::Product(Arithmetic::Remainder),
            _ => return None,
        })
    }

    /// The higher, the tighter.
    fn power(self) -> u8 {
        match self {
            Self::Either => 1,
            Self::Every => 2,
            Self::Relation(_) => 3,
            Self::Sum(_) => 4,
            Self::Product(_) => 5,
        }
    }
}

/// The power of the loosest operator.
const LOOSEST: u8 = 1;

impl<'a> Parser<'a> {
    fn new(source: &'a str, names: &'a Names) -> Result<Self, BadCondition> {
        let mut tokens = Tokens::new(source);
        let (token, at) = tokens.next()?;
        Ok(Self { seen: Seen { names, element: None }, source, tokens, token, at, end: 0, brackets: 0 })
    }

    /// A whole expression: that of the condition, of a bracket, of an argument, or behind the `:` of a choice.
    pub(super) fn expression(&mut self) -> Result<Node, BadCondition> {
        if self.brackets > limits::CONDITION_LEVELS {
            return Err(BadCondition::TooDeep { at: self.at.clone() });
        }
        self.brackets = self.brackets.saturating_add(1);
        let node = self.choice();
        self.brackets = self.brackets.saturating_sub(1);
        node
    }

    fn choice(&mut self) -> Result<Node, BadCondition> {
        let question = self.operation(LOOSEST)?;
        if !self.take("?")? {
            return Ok(question);
        }
        let yes = self.operation(LOOSEST)?;
        if self.is("?") {
            return Err(refused(
                "a choice between `?` and `:` needs brackets",
                "write `a ? (b ? c : d) : e`",
                self.at.clone(),
            ));
        }
        self.require(":")?;
        let no = self.expression()?;
        let at = question.at.start..no.at.end;
        Node::new(Part::Choose(Box::new([question, yes, no])), at)
    }

    /// Operands joined by operators that bind at least as tightly as `loosest`; from left to right among equals.
    fn operation(&mut self, loosest: u8) -> Result<Node, BadCondition> {
        let mut left = self.signed()?;
        while let Some(operator) = Operator::of(&self.token).filter(|operator| operator.power() >= loosest) {
            left = match operator {
                Operator::Either => self.chain("||", operator.power(), left).map(Part::Either),
                Operator::Every => self.chain("&&", operator.power(), left).map(Part::Every),
                Operator::Relation(make) => self.pair(operator.power(), left).map(make),
                Operator::Sum(sum) | Operator::Product(sum) => {
                    self.pair(operator.power(), left).map(|pair| Part::Arithmetic(sum, pair))
                }
            }
            .and_then(|part| {
                let start = part.inner().first().map_or(0, |first| first.at.start);
                Node::new(part, start..self.end)
            })?;
        }
        Ok(left)
    }

    fn pair(&mut self, power: u8, left: Node) -> Result<Box<[Node; 2]>, BadCondition> {
        self.advance()?;
        Ok(Box::new([left, self.operation(power.saturating_add(1))?]))
    }

    /// All terms between one operator: a chain is one level however long it is.
    fn chain(&mut self, mark: &str, power: u8, first: Node) -> Result<Vec<Node>, BadCondition> {
        let mut terms = vec![first];
        while self.take(mark)? {
            terms.push(self.operation(power.saturating_add(1))?);
        }
        Ok(terms)
    }

    /// An operand behind any number of `!`, or of `-`.
    fn signed(&mut self) -> Result<Node, BadCondition> {
        let (sign, make): (_, fn(Box<Node>) -> Part) = match self.token {
            Token::Mark("!") => ("!", Part::Not),
            Token::Mark("-") => ("-", Part::Negate),
            _ => return self.operand(),
        };
        let mut starts = Vec::new();
        while self.is(sign) {
            starts.push(self.at.start);
            self.advance()?;
        }
        if self.is("!") || self.is("-") {
            return Err(refused(
                "`!` and `-` cannot stand beside one another",
                "put brackets around what is meant, as in `!(-1 < 0)`",
                self.at.clone(),
            ));
        }
        let operand = match self.token {
            // One `-` belongs to the number, so that the smallest can be written; more are operators.
            Token::Number(digits) if sign == "-" && starts.len() == 1 => {
                let start = starts.pop().unwrap_or(self.at.start);
                let number = literal::number(&format!("-{digits}"), &(start..self.at.end))?;
                self.advance()?;
                let number = Node::new(Part::Constant(number), start..self.end)?;
                self.behind(Head::Value(number))
            }
            _ => self.operand(),
        };
        let around = |inner: Node, start| {
            let at = start..inner.at.end;
            Node::new(make(Box::new(inner)), at)
        };
        starts.into_iter().rev().try_fold(operand?, around)
    }

    fn operand(&mut self) -> Result<Node, BadCondition> {
        let head = self.head()?;
        self.behind(head)
    }

    /// The beginning of an operand.
    fn head(&mut self) -> Result<Head, BadCondition> {
        let start = self.at.start;
        let constant = match &mut self.token {
            Token::Word("true") => Constant::Bool(true),
            Token::Word("false") => Constant::Bool(false),
            Token::Word("null") => Constant::Null,
            Token::Word(word) if !is_keyword(word) => {
                let word = *word;
                return self.name(word);
            }
            Token::Number(digits) => literal::number(digits, &self.at)?,
            Token::Text(text) => Constant::Text(std::mem::take(text)),
            Token::Mark("(") => return self.nested().map(Head::Value),
            Token::Mark("[") => return self.list().map(Head::Value),
            Token::Mark("{") => return Err(record(self.at.clone())),
            Token::Mark(".") => return self.rooted(start),
            _ => return Err(self.unexpected()),
        };
        self.advance()?;
        Node::new(Part::Constant(constant), start..self.end).map(Head::Value)
    }

    fn name(&mut self, word: &str) -> Result<Head, BadCondition> {
        let at = self.at.clone();
        if is_reserved(word) {
            return Err(BadCondition::Syntax {
                what: format!("the word `{word}` is reserved"),
                help: "a value of a fact that is called so stands behind it, as in `facts.bugs.if`"
                    .to_owned(),
                at,
            });
        }
        self.advance()?;
        if self.is("(") {
            self.function(word, at).map(Head::Value)
        } else {
            Ok(Head::Path(Path::new(word, at)))
        }
    }

    /// A name with a dot before it. None of ours has one.
    fn rooted(&mut self, start: usize) -> Result<Head, BadCondition> {
        self.advance()?;
        let word = self.field()?;
        Ok(Head::Path(Path::new(&format!(".{word}"), start..self.end)))
    }

    fn nested(&mut self) -> Result<Node, BadCondition> {
        let open = self.at.clone();
        self.advance()?;
        let mut node = self.expression()?;
        self.close(")", &open)?;
        node.at = open.start..self.end;
        Ok(node)
    }

    fn list(&mut self) -> Result<Node, BadCondition> {
        let open = self.at.clone();
        self.advance()?;
        let mut elements = Vec::new();
        while !self.is("]") {
            self.no_optional()?;
            elements.push(self.expression()?);
            if !self.take(",")? {
                break;
            }
        }
        self.close("]", &open)?;
        Node::new(Part::List(elements), open.start..self.end)
    }

    /// Whatever is asked of an operand: what is in it, and methods.
    fn behind(&mut self, mut head: Head) -> Result<Node, BadCondition> {
        loop {
            head = match &self.token {
                Token::Mark(".") => self.dotted(head)?,
                Token::Mark("[") => self.index(head)?,
                Token::Mark("{") if matches!(head, Head::Path(_)) => return Err(record(self.at.clone())),
                _ => return head.resolve(&self.seen),
            };
        }
    }

    fn dotted(&mut self, head: Head) -> Result<Head, BadCondition> {
        self.advance()?;
        self.no_optional()?;
        let at = self.at.clone();
        let word = self.field()?;
        if self.is("(") { self.method(head, word, at).map(Head::Value) } else { head.field(word, at.end) }
    }

    /// The word behind a dot, which may be a reserved one.
    fn field(&mut self) -> Result<&'a str, BadCondition> {
        match self.token {
            Token::Word(word) if !is_keyword(word) => {
                self.advance()?;
                Ok(word)
            }
            Token::Word(word) => Err(BadCondition::Syntax {
                what: format!("`{word}` is not expected here"),
                help: format!("write it in brackets and quotes, as in `facts.bugs[\"{word}\"]`"),
                at: self.at.clone(),
            }),
            _ => Err(self.unexpected()),
        }
    }

    fn index(&mut self, head: Head) -> Result<Head, BadCondition> {
        let open = self.at.clone();
        self.advance()?;
        self.no_optional()?;
        let index = self.expression()?;
        self.close("]", &open)?;
        head.index(index, self.end, &self.seen)
    }

    /// CEL knows fields and elements that may be absent, marked by `?`.
    fn no_optional(&self) -> Result<(), BadCondition> {
        if !self.is("?") {
            return Ok(());
        }
        Err(refused(
            "values marked as optional by `?` are not known here",
            "ask whether it is there before, as in `has(facts.bugs.open) && facts.bugs.open > 0`",
            self.at.clone(),
        ))
    }

    /// Goes on to the next token.
    pub(super) fn advance(&mut self) -> Result<(), BadCondition> {
        self.end = self.at.end;
        (self.token, self.at) = self.tokens.next()?;
        Ok(())
    }

    pub(super) fn is(&self, mark: &str) -> bool {
        matches!(self.token, Token::Mark(here) if here == mark)
    }

    /// Takes the mark if it is here.
    pub(super) fn take(&mut self, mark: &str) -> Result<bool, BadCondition> {
        let is_here = self.is(mark);
        if is_here {
            self.advance()?;
        }
        Ok(is_here)
    }

    pub(super) fn require(&mut self, mark: &str) -> Result<(), BadCondition> {
        if self.take(mark)? { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Takes the bracket that closes another.
    pub(super) fn close(&mut self, mark: &str, open: &Range<usize>) -> Result<(), BadCondition> {
        if self.token != Token::End {
            return self.require(mark);
        }
        Err(BadCondition::Syntax {
            what: "a bracket is never closed".to_owned(),
            help: format!("put a `{mark}` where it ends"),
            at: open.clone(),
        })
    }

    /// The name that the next token is, if it can be one.
    pub(super) fn word(&self) -> Option<&'a str> {
        match self.token {
            Token::Word(word) if !is_keyword(word) && !is_reserved(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn here(&self) -> Range<usize> {
        self.at.clone()
    }

    /// Where the last token that was taken ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn unexpected(&self) -> BadCondition {
        if self.token == Token::End {
            return BadCondition::too_early(self.source.len());
        }
        let rest = self.source.get(self.at.start..).unwrap_or_default();
        let what = if let Token::Mark(mark) = self.token { mark.to_owned() } else { shown(rest) };
        BadCondition::unexpected(&what, self.at.clone())
    }
}

fn record(at: Range<usize>) -> BadCondition {
    refused("a condition cannot build a record with `{ }`", "compare the values one by one", at)
}
