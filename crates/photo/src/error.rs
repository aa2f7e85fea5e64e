//! Why a file was refused as a picture.

use tilshi_story::Failure;

use crate::opened::{MAX_FILE_BYTES, MAX_MEGAPIXELS, MAX_SIDE};

/// Why a file was refused as a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// The bytes are no picture of any known kind.
    #[error("not a picture")]
    NotAPicture,
    /// A picture of a kind that is recognised but not read; save it as JPEG, PNG, WebP, TIFF or GIF.
    #[error("pictures of the format {format} are not read")]
    FormatUnsupported {
        /// The name of the format.
        format: &'static str,
    },
    /// More pixels than the limits allow.
    #[error("the picture claims {width} x {height} pixels")]
    TooLarge {
        /// Claimed width, in pixels.
        width: u32,
        /// Claimed height, in pixels.
        height: u32,
    },
    /// The file is longer than the limit.
    #[error("the file has {size_bytes} bytes")]
    FileTooLarge {
        /// Its size.
        size_bytes: u64,
    },
    /// The file begins like a picture but cannot be read to its end.
    #[error("the picture is damaged: {detail}")]
    Damaged {
        /// What the decoder said.
        detail: String,
    },
}

impl PhotoError {
    /// The form that crosses every border.
    pub fn failure(&self) -> Failure {
        match self {
            Self::NotAPicture => Failure::new("not-a-picture"),
            Self::FormatUnsupported { format } => Failure::new("picture-format-unsupported").with("format", format),
            Self::TooLarge { width, height } => Failure::new("picture-too-large")
                .with("width", width)
                .with("height", height)
                .with("limit_side", MAX_SIDE)
                .with("limit_megapixels", MAX_MEGAPIXELS),
            Self::FileTooLarge { size_bytes } => Failure::new("picture-file-too-large")
                .with("size_mb", size_bytes / 1_000_000)
                .with("limit_mb", MAX_FILE_BYTES / 1_000_000),
            Self::Damaged { detail } => Failure::new("picture-damaged").with("detail", detail),
        }
    }
}

impl From<PhotoError> for Failure {
    fn from(error: PhotoError) -> Self {
        error.failure()
    }
}
